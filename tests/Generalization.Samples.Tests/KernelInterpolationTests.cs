using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class KernelInterpolationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run("KernelInterpolation", folder, arguments);

    [Fact]
    public void Foretells_shows_and_writes_what_it_found()
    {
        var (code, output, error) = Run("--train", "400", "--test", "100", "--out", "run", "--json", "result.json");
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("n = 400: ").And.Contain("; direct in float64, in memory; about ").And.NotContain("\u001b");
        output.Should().Contain("Gram matrix · 100 % · ").And.Contain("factorization · 100 % · ").And.Contain("verification · 100 % · ");
        output.Should().MatchRegex(@"│ Training errors\s+│\s+0 of 400 │").And.EndWith($"Written to {Path.Combine(folder, "run")}\n");
        File.ReadAllText(Path.Combine(folder, "result.json")).Should().Be(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var result = json.RootElement;
        // The contract's names, in its order.
        result
            .EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal(
                "dataset",
                "n",
                "testCount",
                "labels",
                "kernel",
                "gamma",
                "features",
                "filters",
                "ridge",
                "solver",
                "precision",
                "seed",
                "testErrors",
                "testErrorRate",
                "trainErrors",
                "norm",
                "normPerOutput",
                "maxResidual",
                "relativeResidual",
                "iterations",
                "conditionEstimate",
                "seconds",
                "factorGflops",
                "matmulGflops",
                "predictedBytes",
                "peakBytes",
                "spilledBytes"
            );
        result
            .GetProperty("seconds")
            .EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal("features", "gram", "factor", "solve", "verify", "predict", "total");
        result.GetProperty("features").ValueKind.Should().Be(JsonValueKind.Null);
        result.GetProperty("trainErrors").GetInt32().Should().Be(0);
        result.GetProperty("maxResidual").GetDouble().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void One_factorization_serves_several_labels_and_iteration_draws_its_residuals()
    {
        var (code, output, _) = Run(
            "--train",
            "300",
            "--test",
            "100",
            "--labels",
            "true,random",
            "--solver",
            "iterative",
            "--out",
            "run",
            "--quiet"
        );
        code.Should().Be(0);
        output.Should().Contain("true labels").And.Contain("random labels").And.NotContain("Gram matrix · ");
        Directory
            .EnumerateFiles(Path.Combine(folder, "run"))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("residuals.csv", "residuals.png", "result.json");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        json.RootElement.EnumerateArray().Select(r => r.GetProperty("labels").GetString()).Should().Equal("true", "random");
        json.RootElement.EnumerateArray()
            .Should()
            .OnlyContain(r =>
                r.GetProperty("relativeResidual").GetDouble() <= 1e-6 && r.GetProperty("conditionEstimate").ValueKind == JsonValueKind.Null
            );
    }

    [Fact]
    public void Validation_holds_out_training_images_and_says_so()
    {
        var (code, output, _) = Run("--validation", "150", "--train", "400", "--out", "run", "--json", "result.json");
        code.Should().Be(0);
        output
            .Should()
            .StartWith("n = 400: ")
            .And.MatchRegex(@"│ Validation errors\s+│\s+\d+ of 150 │")
            .And.NotContain("Test error")
            .And.NotContain("The paper");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        json.RootElement.GetProperty("validation").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public void Test_images_are_appended_with_their_own_labels_and_with_random_ones()
    {
        var (code, output, error) = Run(
            "--train",
            "200",
            "--appended",
            "100",
            "--appended-labels",
            "true,random",
            "--out",
            "run",
            "--quiet",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        output.Should().Contain("true labels, true appended").And.Contain("true labels, random appended").And.NotContain("The paper");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var runs = json.RootElement.EnumerateArray().ToArray();
        runs.Select(r => (r.GetProperty("n").GetInt32(), r.GetProperty("appended").GetInt32(), r.GetProperty("appendedLabels").GetString()))
            .Should()
            .Equal((300, 100, "true"), (300, 100, "random"));
        runs[1].GetProperty("norm").GetDouble().Should().BeGreaterThan(runs[0].GetProperty("norm").GetDouble());
    }

    [Fact]
    public void Random_centres_interpolate_and_where_no_test_image_is_left_there_are_no_test_errors()
    {
        var (code, output, error) = Run(
            "--train",
            "100",
            "--appended",
            "1000",
            "--centres",
            "gaussian",
            "--out",
            "run",
            "--quiet",
            "--json",
            "result.json"
        );
        (code, error).Should().Be((0, ""));
        output.Should().MatchRegex(@"│ Training errors\s+│\s+0 of 1100 │").And.NotContain("Test error");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        var run = json.RootElement;
        (run.GetProperty("centres").GetString(), run.GetProperty("testCount").GetInt32()).Should().Be(("gaussian", 0));
        (run.GetProperty("testErrors").ValueKind, run.GetProperty("testErrorRate").ValueKind)
            .Should()
            .Be((JsonValueKind.Null, JsonValueKind.Null));
    }

    [Theory]
    [InlineData("random-conv", "random-conv", "linear")]
    [InlineData("gabor", "gabor", "linear")]
    public void Features_take_a_linear_kernel_of_themselves(string option, string name, string kernel)
    {
        string[] filters = option == "random-conv" ? ["--filters", "20"] : [];
        string[] arguments = ["--train", "200", "--test", "50", "--features", option, "--ridge", "0.01", "--json", "result.json"];
        var (code, output, error) = Run([.. arguments, .. filters]);
        (code, error).Should().Be((0, ""), output);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        json.RootElement.GetProperty("features").GetString().Should().Be(name);
        json.RootElement.GetProperty("kernel").GetString().Should().Be(kernel);
        json.RootElement.GetProperty("testErrorRate").GetDouble().Should().BeLessThan(0.5);
        json.RootElement.GetProperty("relativeResidual").GetDouble().Should().BeLessThan(1e-8);
        (json.RootElement.GetProperty("filters").ValueKind == JsonValueKind.Number).Should().Be(option == "random-conv");
    }

    [Fact]
    public void Spilling_leaves_nothing_behind_even_when_it_is_killed()
    {
        var spill = Directory.CreateDirectory(Path.Combine(folder, "spill")).FullName;
        using var process = Sample.Start(
            "KernelInterpolation",
            folder,
            "--memory",
            "0.022",
            "--tile",
            "64",
            "--spill",
            spill,
            "--out",
            "run"
        );
        process.StandardOutput.ReadLine().Should().Contain("spilled to disk");
        string? line;
        do line = process.StandardOutput.ReadLine();
        while (line is not null && !line.StartsWith("factorization", StringComparison.Ordinal));
        line.Should().NotBeNull("the factorization began and its file is open");
        process.Kill();
        process.WaitForExit();
        Directory.EnumerateFileSystemEntries(spill).Should().BeEmpty();
    }

    [Theory]
    [InlineData("--kernel matern", "--kernel must be one of gaussian, laplacian, linear, polynomial, arc-cosine, but was matern.")]
    [InlineData("--gamma 0", "--gamma must be positive and finite, but was 0.")]
    [InlineData("--labels some", "--labels must be one of true, partial, random, but was some.")]
    [InlineData("--memory -1", "--memory must be positive and finite, but was -1.")]
    [InlineData("--kernel polynomial --degree 0", "--degree must be at least 1 with --kernel polynomial, but was 0.")]
    [InlineData("--degree 2 --kernel arc-cosine", "--degree must be 0 or 1 with --kernel arc-cosine, but was 2.")]
    [InlineData("--kernel polynomial --degree -1", "--degree must be at least 0, but was -1.")]
    [InlineData(
        "--device cuda",
        "--memory must be given where the matrix is on a GPU, whose memory cannot be asked for here; or choose --device cpu."
    )]
    [InlineData("--appended 0", "--appended must be at least 1, but was 0.")]
    [InlineData("--appended-labels random", "--appended-labels must be given with --appended alone, but was random without it.")]
    [InlineData("--centres normal", "--centres must be one of training, gaussian, uniform, but was normal.")]
    [InlineData(
        "--centres uniform --ridge 0.1",
        "--centres uniform needs pixels, the direct solver in float64 and no ridge, but there was --ridge 0.1."
    )]
    [InlineData(
        "--centres gaussian --features gabor",
        "--centres gaussian needs pixels, the direct solver in float64 and no ridge, but there was --features gabor."
    )]
    [InlineData("--probability 0.2", "--probability must be given with --labels partial alone, but there were no partial labels.")]
    [InlineData("--features sift", "--features must be one of none, gabor, random-conv, but was sift.")]
    public void A_wrong_command_line_exits_with_2(string arguments, string sentence)
    {
        var (code, _, error) = Run(arguments.Split(' '));
        code.Should().Be(2);
        error.Split('\n')[0].Should().Be(sentence);
    }

    [Theory]
    [InlineData(
        "--features gabor --filters 20",
        "Filters must be given with random-conv alone, but the features were gabor and the filters 20."
    )]
    [InlineData(
        "--kernel linear --gamma 0.1",
        "gamma must be left out where it would not be used, but it was given and the kernel is linear; leave one of the two out."
    )]
    [InlineData(
        "--solver iterative --precision mixed",
        "precision must be left out where it would not be used, but it was given and the iterative solver has one of its own; leave one of "
            + "the two out."
    )]
    public void What_would_not_be_used_exits_with_2_and_leaves_no_folder(string arguments, string sentence)
    {
        var (code, _, error) = Run([.. arguments.Split(' '), "--train", "50", "--test", "10", "--out", "refused"]);
        (code, error).Should().Be((2, sentence + "\n"));
        Directory.Exists(Path.Combine(folder, "refused")).Should().BeFalse();
    }

    [Fact]
    public void A_probability_goes_with_partial_labels_among_others()
    {
        var (code, output, _) = Run("--labels", "true,partial", "--probability", "0.3", "--train", "50", "--test", "10", "--out", "both");
        code.Should().Be(0);
        output.Should().Contain("partial");
    }

    [Fact]
    public void A_singular_matrix_exits_with_1_and_a_ridge_that_does()
    {
        var (code, _, error) = Run("--kernel", "linear", "--quiet", "--out", "run");
        code.Should().Be(1);
        error
            .Should()
            .MatchRegex(
                "^The Gram matrix must be positive definite, but pivot \\d+ was .* in float64: its row depends on the ones "
                    + "before it; set a ridge of at least .*\n$"
            );
    }
}
