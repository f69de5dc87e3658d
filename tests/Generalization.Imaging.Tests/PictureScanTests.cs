using Generalization.Data;
using Generalization.Imaging;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Data;

/// <summary>Which files of a folder are pictures, and what is said of the others.</summary>
public sealed class PictureScanTests : IDisposable
{
    private readonly PictureFolder pictures = new();

    public void Dispose() => pictures.Dispose();

    private static int[] Greys(Dataset set) =>
        [.. Enumerable.Range(0, set.Count).Select(i => (int)((UInt8Pixels)set.Pixels).Values[i * 48])];

    [Fact]
    public void What_programs_and_systems_leave_behind_is_passed_over_and_counted()
    {
        pictures.DrawAll();
        var first = pictures.Draw("train/.ipynb_checkpoints/a-checkpoint.png");
        pictures.Draw("train/cat/.ipynb_checkpoints/deeper/a-checkpoint.png");
        pictures.Write("train/cat/._a.png", 1, 2, 3);
        pictures.Write(".DS_Store", 1);
        pictures.Write("test/dog/.DS_Store", 1);
        pictures.Write("__MACOSX/train/cat/._a.png", 1);
        pictures.Write("train/__MACOSX/._cat", 1);
        pictures.Write("train/@eaDir/a.png/SYNOPHOTO_THUMB_S.jpg", 1);
        pictures.Write("test/cat/Thumbs.db", 1);
        pictures.Write("test/cat/desktop.ini", 1);
        pictures.Write("train/dog/labels.TXT", 1);
        pictures.Write("train/dog/more.tif", 1);
        var loose = pictures.Draw("train/loose.png");
        var readme = pictures.Write("README.md", 1);
        var old = pictures.Draw("old/cat/e.png");

        var content = ImageFolder.Read(pictures.Root);

        (content.Data.ClassCount, content.Data.Train.Count, content.Data.Test.Count).Should().Be((2, 2, 2));
        (Greys(content.Data.Train), Greys(content.Data.Test)).Should().BeEquivalentTo((new[] { 10, 20 }, new[] { 30, 40 }));
        content
            .PassedOver.Select(p => (p.Reason, p.Files))
            .Should()
            .BeEquivalentTo([
                ("hidden", 5),
                ("of the operating system", 5),
                ("beside the folders", 1),
                ("beside the folders of classes", 1),
                ("in old, since train and test are read", 1),
                ("of other formats (*.tif, *.txt)", 2),
            ]);
        content.PassedOverCount.Should().Be(15);
        content.PassedOver.Select(p => p.Example).Should().Contain([pictures.At(".DS_Store"), loose, readme, old]);
        content
            .Describe()
            .Should()
            .StartWith("2 training and 2 test pictures of 2 classes were read. 15 files were passed over: 5 hidden, for example ")
            .And.Contain($"; 1 beside the folders, {readme}; ")
            .And.NotContain(first);
    }

    [Fact]
    public void Where_nothing_is_passed_over_nothing_is_said_of_it()
    {
        pictures.DrawAll();
        var content = ImageFolder.Read(pictures.Root);
        (content.PassedOver.Length, content.Describe()).Should().Be((0, "2 training and 2 test pictures of 2 classes were read."));
        pictures.Write(".x", 1);
        ImageFolder.Read(pictures.Root).Describe().Should().EndWith($"1 file was passed over: 1 hidden, {pictures.At(".x")}.");
    }

    [Fact]
    public void Pictures_in_folders_of_a_class_are_its()
    {
        pictures.DrawAll();
        pictures.Draw("train/cat/images/z.png", 11);
        pictures.Draw("train/cat/images/more/y.png", 12);
        pictures.Draw("test/dog/2024/x.png", 41);
        var data = ImageFolder.Load(pictures.Root);
        (Greys(data.Train), Greys(data.Test)).Should().BeEquivalentTo((new[] { 10, 12, 11, 20 }, new[] { 30, 41, 40 }));
        data.Train.Labels.ToArray().Should().Equal(0, 0, 0, 1);
        data.Test.Labels.ToArray().Should().Equal(0, 1, 1);
    }

    /// <summary>One white picture in each format, whose bytes were written by other programs where SkiaSharp writes none.</summary>
    [Theory]
    [InlineData("png", null)]
    [InlineData("apng", null)]
    [InlineData("JPG", null)]
    [InlineData("jpeg", null)]
    [InlineData("jpe", null)]
    [InlineData("JFIF", null)]
    [InlineData("webp", null)]
    [InlineData("Gif", "47494638396101000100800000ffffffffffff2c00000000010001000002024401003b")]
    [InlineData(
        "bmp",
        "424d3a000000000000003600000028000000010000000100000001001800000000000400000000000000000000000000000000000000ffffff00"
    )]
    [InlineData("wbmp", "00000101ff")]
    [InlineData(
        "ico",
        "0000010001000101000001002000300000001600000028000000010000000200000001002000000000000400"
            + "000000000000000000000000000000000000ffffffff00000000"
    )]
    public void Every_format_that_the_decoder_knows_is_read(string ending, string? bytes)
    {
        foreach (var name in new[] { "train/a/1.", "train/b/1.", "test/a/1.", "test/b/1." })
            if (bytes is not null)
                pictures.Write(name + ending, Convert.FromHexString(bytes));
            else
                pictures.Draw(
                    name + ending,
                    255,
                    ending.ToLowerInvariant() switch
                    {
                        "png" or "apng" => SKEncodedImageFormat.Png,
                        "webp" => SKEncodedImageFormat.Webp,
                        _ => SKEncodedImageFormat.Jpeg,
                    }
                );
        var content = ImageFolder.Read(pictures.Root, new ImageFolderOptions { Size = (1, 1) });
        content.PassedOver.Should().BeEmpty();
        ((UInt8Pixels)content.Data.Train.Pixels).Values.ToArray().Should().Equal(255, 255, 255, 255, 255, 255);
    }

    [Fact]
    public void A_pipe_or_a_folder_with_a_pictures_name_does_not_block()
    {
        pictures.DrawAll();
        Directory.CreateDirectory(pictures.At("train/cat/folder.png"));
        ImageFolder.Load(pictures.Root).Train.Count.Should().Be(2, "a folder's name is no matter");
        var pipe = pictures.At("train/cat/0.png");
        if (NamedPipe.TryMake(pipe))
            new Action(() => ImageFolder.Load(pictures.Root))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{pipe} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    [Fact]
    public void Pictures_to_predict_are_found_by_the_same_rules()
    {
        pictures.DrawAll();
        pictures.Write("train/cat/.DS_Store", 1);
        pictures.Draw("train/.hidden/x.png");
        ImageFolder
            .PicturesIn([pictures.At("train"), pictures.At("test/cat/c.png")])
            .Should()
            .Equal(pictures.At("train/cat/a.png"), pictures.At("train/dog/b.png"), pictures.At("test/cat/c.png"));
        new Action(() => ImageFolder.PicturesIn([pictures.At("none.png")]))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{pictures.Root} has no none.png. Name pictures, or a folder of them.");
    }
}
