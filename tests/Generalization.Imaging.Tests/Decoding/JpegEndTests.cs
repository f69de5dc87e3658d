using Generalization.Imaging.Decoding;
using Generalization.Tests.Support;

namespace Generalization.Tests.Imaging.Decoding;

public class JpegEndTests
{
    public static TheoryData<string> Names => ["progressive.jpg", "plain422.jpg", "cmyk.jpg"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_at_the_end_alone(string name)
    {
        var jpeg = Pictures.Fixture(name);
        JpegEnd.IsIn(jpeg).Should().BeTrue();
        JpegEnd.IsIn([.. jpeg, 1, 2, 3]).Should().BeTrue("what follows means nothing");
        for (var length = 0; length < jpeg.Length; length++)
            JpegEnd.IsIn(jpeg.AsSpan(0, length)).Should().BeFalse();
    }

    [Fact]
    public void The_end_of_a_picture_within_is_none()
    {
        var jpeg = Pictures.Encode(20, 20);
        byte[] within = [.. jpeg[..2], 0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9, .. jpeg[2..]];
        JpegEnd.IsIn(within).Should().BeTrue();
        JpegEnd.IsIn(within[..^2]).Should().BeFalse();
        JpegEnd.IsIn(Pictures.Encode(20, 20, SkiaSharp.SKEncodedImageFormat.Png)).Should().BeFalse();
    }
}
