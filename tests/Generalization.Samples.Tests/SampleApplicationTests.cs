using System.Diagnostics;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

/// <summary>What holds for every sample: exit codes, one sentence, outputs that are tried first.</summary>
public sealed class SampleApplicationTests : IDisposable
{
    private const string LongTrainings = """
        {"name": "long", "sweeps": [{"purpose": "to be stopped", "base": {"kind": "training", "dataset": "fashion-mnist-mini",
          "model": "mlp-1x512", "corruption": "random-pixels", "learningRate": 1e-6, "decay": 1, "epochs": 100000}}]}
        """;

    private static readonly Dictionary<string, string> Long = new()
    {
        ["RandomizationTest"] = "--out run --epochs 100000 --corruption random-pixels --decay 1 --learning-rate 1e-6",
        ["KernelInterpolation"] = "--out run --features random-conv --filters 400000",
        ["FiniteSampleExpressivity"] = $"--out run --synthetic --depth {string.Join(' ', Enumerable.Range(2, 2000))}",
        ["ImplicitRegularization"] = "--out run --epochs 100000000",
        ["PaperTables"] = "--store run --experiments long.json",
    };

    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public SampleApplicationTests() => File.WriteAllText(Path.Combine(folder, "long.json"), LongTrainings);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. Long.Keys];

    public static TheoryData<string, string, int> Signals
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (var name in Long.Keys)
            {
                all.Add(name, "-INT", 130);
                all.Add(name, "-TERM", 143);
            }

            return all;
        }
    }

    private (int ExitCode, string Output, string Error) Run(string name, string arguments) =>
        Sample.Run(name, folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_signal_ends_it_with_its_code(string name, string signal, int code)
    {
        if (OperatingSystem.IsWindows())
            return; // Windows cannot send Ctrl-C to one process.
        using var process = Sample.Start(name, folder, Long[name].Split(' '));
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var run = Path.Combine(folder, "run");
        var waited = Stopwatch.StartNew();
        while (!process.HasExited && waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (Directory.Exists(run) && Directory.GetFiles(run, "experiment.json", SearchOption.AllDirectories).Length > 0)
                break;
            await Task.Delay(20);
        }

        process.HasExited.Should().BeFalse();
        using (var kill = Process.Start("kill", [signal, $"{process.Id}"]))
            kill.WaitForExit();
        process.WaitForExit(TimeSpan.FromMinutes(1)).Should().BeTrue();
        process.ExitCode.Should().Be(code);
        (await error + await output).Should().NotContain("   at ");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_json_file_that_cannot_be_written_is_found_before_the_work(string name)
    {
        Run(name, $"{Long[name]} --json none/result.json")
            .Should()
            .Be(
                (
                    1,
                    "",
                    "--json must be a file that can be written, but none/result.json is not (there is no folder "
                        + $"{Path.Combine(folder, "none")}); name another.\n"
                )
            );
        Run(name, $"{Long[name]} --json {folder}").Error.Should().EndWith(" is not (it is a folder); name another.\n");
        Directory.Exists(Path.Combine(folder, "run")).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_that_cannot_be_made_is_found_before_the_work(string name)
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var (code, output, error) = Run(name, Long[name].Replace(" run", " file/run", StringComparison.Ordinal));
        (code, output).Should().Be((1, ""));
        error
            .Should()
            .StartWith(
                name == "PaperTables"
                    ? "A store must be a folder that is there or can be made, but file/run is not ("
                    : "The folder for results must be one that can be made and written to, but file/run is not ("
            )
            .And.EndWith("name another.\n");
    }

    [Fact]
    public void A_folder_for_TensorBoard_that_cannot_be_made_is_found_before_the_work()
    {
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        File.WriteAllText(Path.Combine(folder, "run", "tensorboard"), "");
        var (code, _, error) = Run("PaperTables", Long["PaperTables"] + " --tensorboard");
        code.Should().Be(1);
        error
            .Should()
            .StartWith("The folder for TensorBoard must be a folder that can be written to, but ")
            .And.EndWith("; name another.\n");
        Directory.GetDirectories(Path.Combine(folder, "run")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("KernelInterpolation", "--spill file", "The folder for a matrix that does not fit in memory")]
    [InlineData("KernelInterpolation", "--state file", "The folder for what a kernel accumulates")]
    public void A_folder_that_the_work_needs_is_tried_first(string name, string option, string what)
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var (code, output, error) = Run(name, $"{Long[name]} {option}");
        (code, output).Should().Be((1, ""));
        error.Should().StartWith($"{what} must be a folder that can be written to, but file is not (").And.EndWith("; name another.\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_doctor_says_what_the_machine_is(string name)
    {
        var (code, output, error) = Run(name, "--doctor");
        (code, error).Should().Be((0, ""));
        output
            .Should()
            .MatchRegex(@"(?s)^System: .*\nlibtorch: TorchSharp 0\.\d+\.\d+, .*\nbfloat16: .*\nThreads: \d+ threads? of libtorch on \d+ ");
    }

    [Theory]
    [InlineData("RandomizationTest", "--epochs abc")]
    [InlineData("RandomizationTest", "--train 1,000")]
    [InlineData("RandomizationTest", "--train 1e3")]
    [InlineData("RandomizationTest", "--seed -1")]
    [InlineData("RandomizationTest", "--epochs")]
    [InlineData("RandomizationTest", "--learning-rate 0,01")]
    [InlineData("RandomizationTest", "--corruption")]
    [InlineData("RandomizationTest", "--resize 32,5x32")]
    [InlineData("KernelInterpolation", "--gamma 0,02")]
    [InlineData("KernelInterpolation", "--gamma")]
    [InlineData("KernelInterpolation", "--degree 1.5")]
    [InlineData("KernelInterpolation", "--kernel")]
    [InlineData("FiniteSampleExpressivity", "--n 1,000")]
    [InlineData("FiniteSampleExpressivity", "--depth 2,x")]
    [InlineData("FiniteSampleExpressivity", "--depth")]
    [InlineData("ImplicitRegularization", "--away 0,5")]
    [InlineData("ImplicitRegularization", "--epochs 1e5")]
    [InlineData("ImplicitRegularization", "--device")]
    [InlineData("PaperTables", "--parallel abc")]
    [InlineData("PaperTables", "--memory 0,5")]
    [InlineData("PaperTables", "--budget 1,5h")]
    [InlineData("PaperTables", "--budget")]
    [InlineData("PaperTables", "--budget 99999999999999999999h")]
    [InlineData("PaperTables", "--shard 0,1/2")]
    [InlineData("ModelAudit", "--learner")]
    [InlineData("DistributedTraining", "--device")]
    public void A_value_that_is_none_is_a_wrong_command_line(string name, string arguments)
    {
        var (code, output, error) = Run(name, arguments);
        (code, output).Should().Be((2, ""));
        error.Should().Contain(arguments.Split(' ')[0] == "--shard" ? "A share" : arguments.Split(' ')[0]).And.NotContain("   at ");
    }

    [Theory]
    [InlineData("RandomizationTest", "--out")]
    [InlineData("KernelInterpolation", "--spill")]
    [InlineData("PaperTables", "--only")]
    [InlineData("ModelAudit", "--probabilities")]
    public void An_empty_value_is_a_wrong_command_line(string name, string option)
    {
        var (code, output, error) = Sample.Run(name, folder, option, "");
        (code, output).Should().Be((2, ""));
        error.Should().StartWith($"{option} needs a value, but was given an empty one.");
        Directory.GetDirectories(folder).Should().BeEmpty();
    }
}
