using System.Text;
using Generalization.Data;
using Generalization.Imaging;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Data;

public sealed class TinyImageNetLabelsTests : IDisposable
{
    private readonly PictureFolder pictures = new();

    public TinyImageNetLabelsTests()
    {
        foreach (var (wnid, grey) in new[] { ("n01443537", 10), ("n01629819", 20) })
        {
            pictures.Draw($"train/{wnid}/images/{wnid}_0.JPEG", grey, SKEncodedImageFormat.Jpeg);
            pictures.Write($"train/{wnid}/{wnid}_boxes.txt", 1);
        }

        for (var i = 0; i < 3; i++)
            pictures.Draw($"val/images/val_{i}.JPEG", 100 + i, SKEncodedImageFormat.Jpeg);
        pictures.Draw("test/images/test_0.JPEG", 0, SKEncodedImageFormat.Jpeg);
        pictures.Write("wnids.txt", 1);
        Annotate("val_0.JPEG\tn01629819\t0\t32\t44\t62\nval_1.JPEG\tn01443537\t0\t0\t1\t1\nval_2.JPEG\tn01629819\t0\t0\t1\t1\n");
    }

    public void Dispose() => pictures.Dispose();

    private string Annotate(string text) => pictures.Write("val/val_annotations.txt", Encoding.UTF8.GetBytes(text));

    private void Refuses<T>(string sentence)
        where T : Exception => new Action(() => ImageFolder.Load(pictures.Root)).Should().Throw<T>().WithMessage(sentence);

    [Fact]
    public void The_layout_of_Tiny_ImageNet_is_read()
    {
        pictures.Draw("val/images/val_9.JPEG", 0, SKEncodedImageFormat.Jpeg);
        var content = ImageFolder.Read(pictures.Root);
        content.Data.ClassNames.Should().Equal("n01443537", "n01629819");
        content.Data.Train.Labels.ToArray().Should().Equal(0, 1);
        content.Data.Test.Labels.ToArray().Should().Equal(1, 0, 1);
        content
            .PassedOver.Select(p => (p.Reason, p.Files))
            .Should()
            .BeEquivalentTo([
                ("beside the folders", 1),
                ("in test, since train and val are read", 1),
                ("without a line in val_annotations.txt", 1),
                ("of other formats (*.txt)", 2),
            ]);
    }

    [Fact]
    public void A_wrong_line_is_named()
    {
        var file = Annotate("val_0.JPEG\tn01629819\nval_1.JPEG\tn99999999\n");
        Refuses<DatasetFormatException>(
            $"{file}, line 2: expected one of the classes of the training set, but found n99999999. Add its "
                + "training pictures, or remove the "
                + "line and its picture."
        );
        Annotate("val_0.JPEG n01629819\n");
        Refuses<DatasetFormatException>(
            $"{file}, line 1: expected a picture's name and its class, apart by a tab, but found \"val_0.JPEG n01629819\". Mend the line."
        );
        Annotate("val_0.JPEG\tn01629819\n\nval_0.JPEG\tn01443537\n");
        Refuses<DatasetFormatException>(
            $"{file}, line 3: expected each picture once, but found val_0.JPEG again. Remove one of the lines."
        );
        Annotate("val_0.JPEG\tn01629819\n../../x.JPEG\tn01443537\n");
        Refuses<DatasetNotFoundException>("*has no ../../x.JPEG, which val_annotations.txt names. *");
    }
}
