using Generalization.Data;
using Generalization.Imaging;
using Generalization.Imaging.Decoding;
using Generalization.Randomness;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Fuzzing;

public sealed class PicturesTests
{
    [Fact]
    public void A_picture()
    {
        using var folder = new PictureFolder();
        var options = new ImageFolderOptions { MostPixels = 1 << 16 };
        new Fuzz("picture", typeof(DatasetFormatException)).Run(
            bytes =>
            {
                (int, int)? size = null;
                ImageFile.Read(folder.Write("a.png", bytes), options, ref size);
            },
            File.ReadAllBytes(folder.Draw("b.png", 20)),
            File.ReadAllBytes(folder.Draw("b.jpg", 20, SKEncodedImageFormat.Jpeg)),
            File.ReadAllBytes(folder.Draw("b.webp", 20, SKEncodedImageFormat.Webp))
        );
    }

    [Fact]
    public void A_part_of_a_picture()
    {
        var draws = 0;
        new Fuzz("picture-part", typeof(DamagedPictureException)).Run(
            bytes =>
            {
                PictureBox Part(int height, int width)
                {
                    var random = new RandomKey(1, RandomPurpose.PictureBox).Stream(draws++);
                    return new DistortedBox().Draw(height, width, ref random);
                }

                new SkiaDecoder().Decode(bytes, Part, new DecodeRequest(1 << 16, Turns: true, 10 * (draws % 2), 10)).Dispose();
            },
            Pictures.Encode(75, 101),
            Pictures.Fixture("progressive.jpg"),
            Pictures.Fixture("cmyk.jpg"),
            Pictures.Encode(30, 40, SKEncodedImageFormat.Png)
        );
    }
}
