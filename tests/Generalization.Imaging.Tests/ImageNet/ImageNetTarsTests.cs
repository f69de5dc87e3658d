using System.Security.Cryptography;
using Generalization.Data;
using Generalization.Imaging.ImageNet;
using Generalization.Tests.Support;

namespace Generalization.Tests.Imaging.ImageNet;

public sealed class ImageNetTarsTests : IDisposable
{
    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Archives_are_compared_with_their_sums()
    {
        byte[] content = [1, 2, 3];
        folder.Write("a.tar", content);
        folder.Write("b.tar", content);
        var right = Convert.ToHexStringLower(MD5.HashData(content));
        void Check(string of) =>
            ImageNetTars.Check(folder.Root, new Dictionary<string, string> { ["a.tar"] = right, ["b.tar"] = of }, null, default);
        Check(right);
        FluentActions
            .Invoking(() => Check("00"))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{folder.At("b.tar")}, its MD5: expected 00, but found {right}. Fetch the archive again from its publisher.");
    }

    [Fact]
    public void What_is_made_up_is_not_the_published()
    {
        FluentActions
            .Invoking(() => ImageNetTars.Check(folder.Root))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{folder.Root} has no ILSVRC2012_img_train.tar. *");
        SmallImageNet.Write(
            folder.Root,
            ImageNetLayout.Tars,
            new SmallImageNetOptions
            {
                Classes = 2,
                TrainPerClass = 1,
                ValidationPerClass = 1,
            }
        );
        FluentActions
            .Invoking(() => ImageNetTars.Check(folder.Root))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{folder.At("ILSVRC2012_img_train.tar")}, its MD5: expected 1d675b47d978889d74fa0da5fadfb00e, but found *");
    }
}
