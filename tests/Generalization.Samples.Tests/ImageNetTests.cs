using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class ImageNetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imagenet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => Sample.Run("ImageNet", folder, arguments);

    [Fact]
    public void A_small_ImageNet_is_made_trained_on_and_put_beside_Table_2()
    {
        var (code, output, error) = Run(
            "--classes",
            "2",
            "--pictures",
            "6",
            "--test",
            "4",
            "--epochs",
            "2",
            "--batch-size",
            "4",
            "--corruption",
            "random-labels",
            "--out",
            "run",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        output.Should().NotContain("\u001b", "without a terminal there are no control characters");
        output.Should().Contain("12 training and 20 test pictures of 2 classes were read.");
        output
            .Should()
            .MatchRegex(
                @"random-labels · epoch 2/2 · loss \S+ · accuracy \S+ % · \d+ images/s · test \S+ %, top-5 100\.0 % · a thread reads "
                    + @"[\d,]+, decodes [\d,]+ images/s · the network alone would train \d+ images/s; "
                    + @"\d+ % of the time it waits for pictures"
            );
        output
            .Should()
            .Contain("12 images of")
            .And.Contain("small-imagenet instead")
            .And.EndWith($"Written to {Path.Combine(folder, "run")}\n");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var run = json.RootElement.GetProperty("runs").EnumerateArray().Single();
        run.GetProperty("dataset").GetString().Should().Be("small-imagenet", "its pictures are not ImageNet's");
        // Two classes: 23,817,352 less 2,049 for each of the 998 others.
        run.GetProperty("parameters").GetInt64().Should().Be(23_817_352 - 2049 * 998);
        run.GetProperty("auxiliaryParameters").GetInt64().Should().Be(0, "75×75 has no auxiliary head");
        run.GetProperty("passedOver").GetInt32().Should().Be(0);
        run.GetProperty("top5TrainAccuracy").GetDouble().Should().Be(1);
        run.GetProperty("top5TestAccuracy").GetDouble().Should().Be(1);
        run.GetProperty("corruption").GetString().Should().Be("random-labels");
        File.Exists(Path.Combine(folder, "run", "report.html")).Should().BeTrue();
        File.Exists(Path.Combine(folder, "run", "history.csv")).Should().BeTrue();
    }

    [Fact]
    public void Data_of_ones_own_are_read_where_they_lie_and_no_epochs_still_report()
    {
        Run("--classes", "2", "--pictures", "3", "--epochs", "0", "--quiet", "--out", "made").ExitCode.Should().Be(0);
        var (code, output, error) = Run(
            "--data",
            Path.Combine("made", "small-imagenet"),
            "--size",
            "80",
            "--epochs",
            "0",
            "--augment",
            "crop,flip",
            "--out",
            "run"
        );
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("6 training and 20 test pictures of 2 classes were read.\n");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        var run = json.RootElement.GetProperty("runs").EnumerateArray().Single();
        (run.GetProperty("trainCount").GetInt32(), run.GetProperty("epochs").GetInt32()).Should().Be((6, 0));

        var variable = new Dictionary<string, string> { ["GENERALIZATION_DATA"] = Path.Combine(folder, "made", "small-imagenet") };
        var wrong = Sample.Run("ImageNet", folder, variable, "--classes", "5");
        wrong.ExitCode.Should().Be(2);
        wrong
            .Error.Should()
            .StartWith(
                "--classes is of the small ImageNet that is made where neither --data nor GENERALIZATION_DATA leads to the real one; leave "
                    + "one of the two out.\n"
            );

        // What lies beside it under a usual name is not looked for where the variable is empty.
        Directory.Move(Path.Combine(folder, "made", "small-imagenet"), Path.Combine(folder, "imagenet"));
        variable["GENERALIZATION_DATA"] = "";
        (code, _, error) = Sample.Run(
            "ImageNet",
            folder,
            variable,
            "--classes",
            "2",
            "--pictures",
            "3",
            "--epochs",
            "0",
            "--quiet",
            "--out",
            "again"
        );
        (code, error).Should().Be((0, ""));
    }

    [Theory]
    [InlineData("--size 74", "--size must be at least 75, but was 74.")]
    [InlineData("--model alexnet", "--model must be one of inception-v3, but was alexnet.")]
    [InlineData("--probability 0.3", "--probability is for partial-labels, which --corruption does not name; leave it out.")]
    [InlineData("--classes 1", "--classes must lie in [2, 1000], but was 1.")]
    [InlineData("--augment mirror", "An augmentation must be one of none, crop, flip, rotate:DEGREES, color, but was mirror.")]
    public void A_wrong_command_line_exits_with_2_and_names_what_is_known(string arguments, string sentence)
    {
        var (code, _, error) = Run(arguments.Split(' '));
        code.Should().Be(2);
        error.Should().StartWith(sentence + "\n");
    }

    [Fact]
    public void A_folder_without_pictures_is_said_before_a_folder_is_made()
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        var (code, _, error) = Run("--data", "empty", "--out", "run");
        code.Should().Be(1);
        error.Should().Contain("empty").And.Contain("train with folders by WordNet id");
        Directory.Exists(Path.Combine(folder, "run")).Should().BeFalse();
    }
}
