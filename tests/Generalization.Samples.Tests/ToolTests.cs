using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tool").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => Sample.Run("generalization", folder, arguments);

    [Fact]
    public void Its_first_screen_lists_what_it_does()
    {
        var (code, output, error) = Run("--help");
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("generalization VERB [options]; generalization VERB --help lists a verb's options.\n");
        output.Split('\n').Skip(1).Select(l => l.Trim().Split(' ')[0]).Should().Equal("test", "audit", "kernel", "tables", "doctor", "");
        Run().Should().Be((2, "", output));
        Run("trian").Should().Be((2, "", "The first word must be one of test, audit, kernel, tables, doctor, but was trian.\n" + output));
    }

    [Fact]
    public void A_verb_is_the_samples_program_with_its_options_and_exit_codes()
    {
        Run("doctor").Output.Should().StartWith("System: ").And.Contain("\nlibtorch: TorchSharp ");
        Run("test", "--epochs", "abc").ExitCode.Should().Be(2);
        string[] tiny = ["--corruption", "true-labels", "--train", "100", "--test", "50", "--epochs", "2", "--quiet"];
        var (code, output, error) = Run(["test", .. tiny, "--json", "test.json", "--out", "run"]);
        (code, error).Should().Be((0, ""));
        output.Should().EndWith($"Written to {Path.Combine(folder, "run")}\n");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "test.json")));
        json.RootElement.GetProperty("runs").GetArrayLength().Should().Be(1);
    }
}
