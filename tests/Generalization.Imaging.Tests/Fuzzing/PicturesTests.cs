using Generalization.Data;
using Generalization.Imaging;
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
}
