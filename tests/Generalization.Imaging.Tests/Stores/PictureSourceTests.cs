using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Stores;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Imaging.Stores;

public class PictureSourceTests
{
    private static readonly uint[] Keys = [5, 900, 17];
    private static readonly PictureView View = PictureView.Distorted(20);

    private static PictureSource Source(PictureView? view = null, DatasetSplit split = DatasetSplit.Train) =>
        new(new Memory(), Keys, split, view ?? View);

    private static float[] Image(IPixelSource source, int position) => [.. source.ReadImage(position).Select(v => (float)v)];

    private static float[] Part(int picture, PictureBox box)
    {
        var image = new byte[3 * 400 * 4];
        PictureReader.Read(new SkiaDecoder(), Memory.All[picture], View, (_, _) => box, image);
        return [.. Enumerable.Range(0, 1200).Select(i => BitConverter.ToSingle(image, 4 * i))];
    }

    [Fact]
    public void Evaluation_sees_the_middle_and_an_epoch_the_parts_of_its_keys()
    {
        var source = Source();
        source.DrawsInEpoch.Should().BeTrue();
        for (var i = 0; i < 3; i++)
        {
            var (height, width) = (60 + 10 * i, 80 - 9 * i);
            Image(source, i).Should().Equal(Part(i, PictureBox.Central(height, width, 0.875)));
            var random = new RandomKey(11, RandomPurpose.PictureBox, 1).Stream(Keys[i], 4);
            Image(source.InEpoch(11, 4), i).Should().Equal(Part(i, new DistortedBox().Draw(height, width, ref random)));
            Image(source.InEpoch(11, 5), i).Should().NotEqual(Image(source.InEpoch(11, 4), i));
        }
    }

    [Fact]
    public void A_test_set_and_a_view_without_a_part_for_training_draw_nothing()
    {
        foreach (var source in new[] { Source(split: DatasetSplit.Test), Source(PictureView.Central(20)) })
        {
            source.DrawsInEpoch.Should().BeFalse();
            source.InEpoch(1, 2).Should().BeSameAs(source);
        }
    }

    [Fact]
    public void Many_threads_read_the_same_bits()
    {
        var source = Source();
        var expected = Enumerable.Range(0, 3).Select(i => Image(source.InEpoch(1, 1), i)).ToArray();
        Parallel.For(0, 60, i => Image(source.InEpoch(1, 1), i % 3).Should().Equal(expected[i % 3]));
    }

    [Fact]
    public void Says_what_an_image_is_and_refuses_what_is_none()
    {
        var source = Source();
        source.Identity(1).Should().Be($"picture 1, {Memory.All[1].Length} bytes, {View.Describe()}");
        ((IPixelSource)source).ImageBytes.Should().Be(4 * 3 * 400);
        FluentActions
            .Invoking(() => source.Read([3], new byte[4800]))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A position must lie in [0, 2], but was 3.*");
        FluentActions
            .Invoking(() => source.Read([0], new byte[3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The target must have 4800 bytes, but had 3.*");
        FluentActions
            .Invoking(() => new PictureSource(new Memory(), [1, 2], DatasetSplit.Train, View))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 3 keys, one for each picture, but there were 2.*");
    }

    private sealed class Memory : IPictureStore
    {
        public static byte[][] All { get; } = [.. Enumerable.Range(0, 3).Select(i => Pictures.Encode(60 + 10 * i, 80 - 9 * i, seed: i))];

        public int Count => 3;

        public string NameOf(int picture) => $"memory/picture {picture}.jpg";

        public string StemOf(int picture) => $"picture {picture}";

        public int LengthOf(int picture) => All[picture].Length;

        public void Read(int picture, Span<byte> target) => All[picture].CopyTo(target);
    }
}
