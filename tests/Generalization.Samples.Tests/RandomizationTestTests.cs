using System.Diagnostics;
using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class RandomizationTestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run("RandomizationTest", folder, arguments);

    [Fact]
    public void A_mirror_without_a_download_is_refused()
    {
        var (code, _, error) = Run("--mirror", "http://localhost/data", "--train", "10");
        (code, error).Should().Be((1, "--mirror is for --download; give both, or leave it out.\n"));
    }

    [Fact]
    public void A_run_that_diverges_in_its_last_step_is_told_and_those_before_it_stay()
    {
        var (code, _, error) = Sample.Run(
            "RandomizationTest",
            folder,
            "--train",
            "100",
            "--test",
            "100",
            "--epochs",
            "1",
            "--learning-rate",
            "1e30",
            "--corruption",
            "true-labels",
            "--out",
            "run"
        );
        code.Should().Be(1);
        error
            .Should()
            .StartWith("The loss must stay finite, but was not at step 0 (learning rate 1E+30, last finite loss ")
            .And.EndWith($"). Lower the learning rate. The 0 runs finished before it are in {Path.Combine(folder, "run")}.\n");
    }

    [Fact]
    public void Writes_the_run_folder_the_table_and_the_json()
    {
        var (code, output, error) = Run(
            "--train",
            "100",
            "--test",
            "50",
            "--epochs",
            "2",
            "--repeat",
            "2",
            "--corruption",
            "true-labels,gaussian",
            "--out",
            "run",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        output.Should().NotContain("\u001b", "without a terminal there are no control characters");
        output.Should().Contain("true-labels · epoch 2/2 · loss ").And.MatchRegex(@"│ gaussian\s+│\s+not fitted │\s+\d+\.\d ± \d+\.\d │");
        output.Should().EndWith($"Written to {Path.Combine(folder, "run")}\n");
        Directory
            .EnumerateFiles(Path.Combine(folder, "run"))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal(
                "corruptions.png",
                "curves.png",
                "declarations.json",
                "history.csv",
                "labels.csv",
                "losses.csv",
                "memorized-last.png",
                "memorized.csv",
                "result.json"
            );
        File.ReadAllText(Path.Combine(folder, "result.json")).Should().Be(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        json.RootElement.GetProperty("runs")
            .EnumerateArray()
            .Select(r => (r.GetProperty("corruption").GetString(), r.GetProperty("seed").GetInt32()))
            .Should()
            .Equal(("true-labels", 0), ("true-labels", 1), ("gaussian", 0), ("gaussian", 1));
    }

    [Fact]
    public void Quiet_leaves_the_result_only_and_no_epochs_still_report()
    {
        var (code, output, _) = Run("--train", "20", "--test", "10", "--epochs", "0", "--quiet", "--corruption", "random-labels");
        code.Should().Be(0);
        output.Should().NotContain("epoch 1/").And.Contain("random-labels").And.Contain("Written to ");
        Directory.EnumerateDirectories(Path.Combine(folder, "runs")).Should().ContainSingle().Which.Should().EndWith("-randomization-test");
    }

    [Theory]
    [InlineData(
        "--dataset imagenet",
        "--dataset must be one of fashion-mnist-mini, fashion-mnist, mnist, kmnist, emnist-balanced, emnist-byclass, emnist-bymerge, "
            + "emnist-digits, emnist-letters, emnist-mnist, cifar10, cifar100, image-folder, but was imagenet."
    )]
    [InlineData(
        "--corruption true-labels,noise",
        "--corruption must be one of true-labels, partial-labels, random-labels, shuffled-pixels, random-pixels, gaussian, but was noise."
    )]
    [InlineData("--probability 1.5", "--probability must lie in [0, 1], but was 1.5.")]
    [InlineData("--decay-steps never", "--decay-steps must be a number from 1 or \"epoch\", but was never.")]
    [InlineData("--learning-rate 0", "--learning-rate must be positive and finite, but was 0.")]
    [InlineData("--train 0", "--train must be at least 1, but was 0.")]
    [InlineData("--augment mirror", "An augmentation must be one of none, crop, flip, rotate:DEGREES, color, but was mirror.")]
    [InlineData("--dropout 1", "--dropout must lie in [0, 1), but was 1.")]
    [InlineData("--mirror nowhere", "--mirror must be an http or https address without a query, but was nowhere.")]
    [InlineData("--resize 32", "--resize must be ROWSxCOLUMNS, each at least 1, but was 32.")]
    [InlineData("--predict a.png", "--load and --predict go together: a kept network and the pictures to show it.")]
    [InlineData("--nonsense", "Unrecognized command or argument '--nonsense'.")]
    public void A_wrong_command_line_exits_with_2_and_names_what_is_known(string arguments, string sentence)
    {
        var (code, _, error) = Run(arguments.Split(' '));
        code.Should().Be(2);
        error.Split('\n')[0].Should().Be(sentence);
        error.Should().Contain("\nOptions: ").And.Contain("--dataset, --model, --corruption, ").And.Contain("--quiet");
        Directory.Exists(Path.Combine(folder, "runs")).Should().BeFalse();
    }

    [Fact]
    public void A_kept_network_says_what_pictures_show()
    {
        Run(
            "--train",
            "100",
            "--test",
            "50",
            "--epochs",
            "3",
            "--corruption",
            "true-labels",
            "--augment",
            "crop,flip",
            "--dropout",
            "0.1",
            "--save",
            "--out",
            "run"
        )
            .ExitCode.Should()
            .Be(0);
        var (code, output, error) = Run("--load", "run/true-labels-0.safetensors", "--predict", "run/curves.png", "run");
        (code, error).Should().Be((0, ""));
        output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should()
            .HaveCount(4)
            .And.AllSatisfy(l => l.Should().MatchRegex(@"^run/[\w-]+\.png: .+ \(\d+\.\d %\)$"));
        // One that cannot be read is said, and the others are none the worse for it.
        File.WriteAllText(Path.Combine(folder, "run", "broken.png"), "no picture");
        var (coded, rest, said) = Run("--load", "run/true-labels-0.safetensors", "--predict", "run/none.png", "run");
        coded.Should().Be(1);
        rest.Split('\n').Should().BeEquivalentTo(output.Split('\n').Distinct());
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should()
            .HaveCount(2)
            .And.Contain(l => l.Contains("run has no none.png."))
            .And.Contain(l => l.StartsWith("run/broken.png, byte 0: expected a picture (*.png, "));
        Run("--load", "run/none.safetensors", "--predict", "run")
            .Should()
            .Be((1, "", "run/none.safetensors must be a file that can be read, but nothing is there. Name another.\n"));
    }

    [Fact]
    public void A_missing_data_set_exits_with_1_and_one_sentence()
    {
        Run("--dataset", "mnist").Should().Be((1, "", "The data set mnist needs a folder: give --data DIR or set GENERALIZATION_DATA.\n"));
        Run("--dataset", "mnist", "--data", folder)
            .Should()
            .Be(
                (
                    1,
                    "",
                    $"{folder} has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz. Name the folder that "
                        + "holds the data set as its publisher lays it out.\n"
                )
            );
        Run("--train", "5000").Should().Be((1, "", "The number of examples must lie in [1, 2000] for fashion-mnist-mini, but was 5000.\n"));
    }

    [Fact]
    public void A_finished_run_is_not_overwritten()
    {
        File.WriteAllText(Path.Combine(folder, "kept.txt"), "");
        Run("--out", folder).Should().Be((1, "", $"A run is never overwritten, but {folder} is not empty. Name another folder.\n"));
    }

    [Fact]
    public void Help_explains_every_option_with_its_default()
    {
        var (code, output, _) = Run("--help");
        code.Should().Be(0);
        foreach (var line in output.Split('\n').Where(l => l.StartsWith("  --", StringComparison.Ordinal)))
            line.Should().MatchRegex(@"^  --\S+( <\S+>)?\s+[A-Z].*|--version", "each option is explained in its line");
        output.Should().Contain("[default: 150]").And.Contain("(default: the paper's for the model)");
    }

    [Fact]
    public void Of_two_with_one_folder_one_runs()
    {
        string[] arguments = ["--train", "60", "--test", "20", "--epochs", "3", "--corruption", "true-labels", "--quiet", "--out", "run"];
        Process[] both = [Sample.Start("RandomizationTest", folder, arguments), Sample.Start("RandomizationTest", folder, arguments)];
        var errors = both.Select(p => p.StandardError.ReadToEndAsync()).ToArray();
        foreach (var process in both)
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }

        both.Select(p => p.ExitCode).Order().Should().Equal(0, 1);
        errors.Select(e => e.Result).Order().Should().Equal("", "A run is never overwritten, but run is not empty. Name another folder.\n");
        File.Exists(Path.Combine(folder, "run", "result.json")).Should().BeTrue();
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 143)]
    public void A_signal_exits_with_its_code_and_says_what_was_finished(string signal, int code)
    {
        if (OperatingSystem.IsWindows())
            return; // Windows cannot send Ctrl-C to one process.
        using var process = Sample.Start(
            "RandomizationTest",
            folder,
            "--epochs",
            "100000",
            "--corruption",
            "random-pixels,random-labels",
            "--decay",
            "1",
            "--learning-rate",
            "1e-6",
            "--out",
            "run"
        );
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("epoch 2/", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", [signal, $"{process.Id}"]))
            kill.WaitForExit();
        var error = process.StandardError.ReadToEnd();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        (process.ExitCode, error).Should().Be((code, $"Stopped; 0 finished runs are in {Path.Combine(folder, "run")}.\n"));
    }
}
