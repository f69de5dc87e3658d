using System.Diagnostics;
using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class FiniteSampleExpressivityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run("FiniteSampleExpressivity", folder, arguments);

    [Fact]
    public void Constructs_both_networks_and_says_what_they_are()
    {
        var (code, output, error) = Run("--n", "300", "--out", "run", "--json", "result.json");
        (code, error).Should().Be((0, ""));
        output.Should().Contain($"{2 * 300 + 784} = 2n + d").And.EndWith($"Written to {Path.Combine(folder, "run")}\n");
        Directory
            .EnumerateFiles(Path.Combine(folder, "run"))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("projection.png", "result.json");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var (two, deep) = (json.RootElement[0], json.RootElement[1]);
        // The contract's names, in its order, and ours.
        two.EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal(
                "n",
                "d",
                "outputs",
                "depth",
                "width",
                "weights",
                "maxError",
                "moduleMaxError",
                "minGap",
                "smallestEigenvalue",
                "largestWeight",
                "weightBound",
                "directions",
                "peakBytes",
                "seconds",
                "weightsError",
                "moduleErrorBound",
                "modulePoints",
                "moduleRemark"
            );
        two.GetProperty("seconds")
            .EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal("project", "search", "sort", "solve", "verify", "total");
        foreach (var network in new[] { two, deep })
        {
            network
                .GetProperty("moduleMaxError")
                .GetDouble()
                .Should()
                .BeLessThan(1e-6)
                .And.BeLessThanOrEqualTo(network.GetProperty("moduleErrorBound").GetDouble());
            network.GetProperty("weightsError").GetDouble().Should().BeInRange(double.Epsilon, 1e-9);
            network.GetProperty("modulePoints").GetInt32().Should().Be(300);
            network.GetProperty("moduleRemark").ValueKind.Should().Be(JsonValueKind.Null);
            network.GetProperty("largestWeight").GetDouble().Should().BeLessThanOrEqualTo(network.GetProperty("weightBound").GetDouble());
        }

        (deep.GetProperty("depth").GetInt32(), deep.GetProperty("width").GetInt32()).Should().Be((10, 37));
    }

    [Theory]
    [InlineData("random-sign", 1)]
    [InlineData("random-real", 1)]
    [InlineData("random-labels", 10)]
    public void Takes_random_points_and_any_targets(string targets, int outputs)
    {
        var (code, _, error) = Run(
            "--synthetic",
            "--n",
            "200",
            "--d",
            "20",
            "--targets",
            targets,
            "--outputs",
            outputs == 1 ? "one" : "one-hot",
            "--depth",
            "2",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        json.RootElement.GetProperty("weights").GetInt32().Should().Be(200 * outputs + 200 + 20);
        json.RootElement.GetProperty("maxError").GetDouble().Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Says_in_a_sentence_what_the_module_cannot_give()
    {
        var (code, output, error) = Run(
            "--synthetic",
            "--n",
            "20000",
            "--d",
            "3",
            "--seed",
            "2",
            "--targets",
            "random-real",
            "--depth",
            "2",
            "--directions",
            "1",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var remark = json.RootElement.GetProperty("moduleRemark").GetString()!;
        remark
            .Should()
            .StartWith("The float64 module's error of ")
            .And.EndWith("Evaluate counts every piece from its own point, where nothing cancels, and is exact at every point.");
        output.Should().Contain(remark + "\n").And.Contain("What rounding the weights costs");
    }

    [Fact]
    public void Numbers_have_no_column_for_each_class()
    {
        var (code, _, error) = Run("--synthetic", "--n", "20", "--targets", "random-sign", "--outputs", "one-hot");
        code.Should().Be(2);
        error
            .Should()
            .Be(
                "Outputs must be one where targets are no labels, but were one-hot and the targets random-sign; leave out one-hot, or take "
                    + "random-labels.\n"
            );
    }

    [Fact]
    public void Ctrl_C_exits_with_130_and_leaves_what_was_finished()
    {
        if (OperatingSystem.IsWindows())
            return; // Windows cannot send Ctrl-C to one process.
        var depths = Enumerable.Range(2, 2000).Select(d => $"{d}");
        using var process = Sample.Start(
            "FiniteSampleExpressivity",
            folder,
            ["--synthetic", "--n", "2000", "--out", "run", "--depth", .. depths]
        );
        process.StandardOutput.ReadLine().Should().Be($"Depth 2 is in {Path.Combine(folder, "run")}");
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        var error = process.StandardError.ReadToEnd();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        var finished = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.GetArrayLength() : 1;
        (process.ExitCode, error).Should().Be((130, $"Stopped; {finished} finished networks are in {Path.Combine(folder, "run")}.\n"));
    }

    [Theory]
    [InlineData("--depth 1", "--depth must be at least 2, but was 1.")]
    [InlineData("--targets labels", "--targets must be one of random-labels, random-sign, random-real, true-labels, but was labels.")]
    [InlineData(
        "--synthetic --targets true-labels",
        "--targets must be random with --synthetic, whose points have no labels, but was true-labels."
    )]
    [InlineData("--d 5", "--d must be given with --synthetic alone, since images have a dimension of their own.")]
    [InlineData("--synthetic --train 10", "--train must be left out with --synthetic, whose points --n counts.")]
    [InlineData("--synthetic --resize 8x8", "--resize must be left out with --synthetic, which takes random points and no images.")]
    [InlineData("--synthetic --test-share 0.2", "--test-share must be left out with --synthetic, which takes random points and no images.")]
    [InlineData("--synthetic --follow-links", "--follow-links must be left out with --synthetic, which takes random points and no images.")]
    [InlineData("--synthetic --mirror http://a", "--mirror must be left out with --synthetic, which takes random points and no images.")]
    public void A_wrong_command_line_exits_with_2(string arguments, string sentence)
    {
        var (code, _, error) = Run(arguments.Split(' '));
        code.Should().Be(2);
        error.Split('\n')[0].Should().Be(sentence);
    }
}
