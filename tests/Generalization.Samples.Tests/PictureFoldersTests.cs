using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Samples;

/// <summary>What samples say of a folder of pictures before they begin.</summary>
public sealed class PictureFoldersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pictures").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Draw(int size)
    {
        foreach (var (name, grey) in new[] { ("light", 200), ("dark", 20) })
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, "data", name)).FullName;
            for (var i = 0; i < 4; i++)
            {
                using var bitmap = new SKBitmap(size, size);
                bitmap.Erase(new SKColor((byte)(grey + i), (byte)grey, (byte)grey));
                using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                File.WriteAllBytes(Path.Combine(own, $"{i}.png"), data.ToArray());
            }
        }

        File.WriteAllBytes(Path.Combine(folder, "data", "light", ".DS_Store"), [1]);
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run(
            "RandomizationTest",
            folder,
            ["--dataset", "image-folder", "--data", "data", "--epochs", "1", "--corruption", "true-labels", "--out", "run", .. arguments]
        );

    private static readonly string[] HoldOut = ["--test-share", "0.25"];

    [Fact]
    public void A_small_crop_of_large_pictures_is_said_with_its_share_and_what_to_do()
    {
        Draw(224);
        var (code, output, error) = Run(HoldOut);
        code.Should().Be(0);
        error
            .Should()
            .Be(
                "The network's input is a crop of 28×28 of images of 224×224, 1.6 % of each image, and the "
                    + "rest is not seen. Resize the images "
                    + "(ImageFolderOptions.Size; --resize 32x32 in the samples), or crop less.\n"
            );
        output
            .Should()
            .StartWith(
                "6 training and 2 test pictures of 2 classes were read. 1 file was passed over: 1 hidden, "
                    + $"{Path.Combine(folder, "data", "light", ".DS_Store")}.\n"
            );
    }

    [Fact]
    public void Resized_pictures_need_no_warning_and_quiet_says_nothing_of_the_folder()
    {
        Draw(224);
        var (code, output, error) = Run([.. HoldOut, "--resize", "32x32", "--quiet"]);
        (code, error).Should().Be((0, ""));
        output.Should().NotContain("passed over");
    }

    [Fact]
    public void A_folder_of_classes_without_a_share_says_which_option_helps()
    {
        Draw(32);
        var (code, _, error) = Run();
        code.Should().Be(1);
        error
            .Should()
            .Be(
                $"{Path.Combine(folder, "data")} has no train, a folder with a folder of pictures for each "
                    + "class. Where its folders are the "
                    + "classes (dark, light), say which share of each is held out as a test set: TestShare, --test-share in the samples.\n"
            );
        Directory.Exists(Path.Combine(folder, "run")).Should().BeFalse();
    }

    [Theory]
    [InlineData("--resize 32x32", "--resize")]
    [InlineData("--test-share 0.2", "--test-share")]
    [InlineData("--follow-links", "--follow-links")]
    public void What_is_for_folders_of_pictures_is_refused_elsewhere(string given, string option)
    {
        var (code, _, error) = Sample.Run("RandomizationTest", folder, [.. given.Split(' '), "--out", "run"]);
        (code, error).Should().Be((1, $"{option} is for --dataset image-folder, but the data set is fashion-mnist-mini; leave it out.\n"));
        Directory.Exists(Path.Combine(folder, "run")).Should().BeFalse();
    }

    [Fact]
    public void Pictures_that_are_smaller_than_the_crop_are_refused_before_a_folder_is_made()
    {
        Draw(32);
        var (code, _, error) = Run([.. HoldOut, "--resize", "16x16"]);
        code.Should().Be(1);
        error.Should().Contain("28").And.NotContain(" at ");
        Directory.Exists(Path.Combine(folder, "run")).Should().BeFalse();
    }
}
