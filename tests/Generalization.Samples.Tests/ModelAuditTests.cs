using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class ModelAuditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => Sample.Run("ModelAudit", folder, arguments);

    [Fact]
    public void The_planted_labels_are_found_and_its_first_screen_says_so()
    {
        var (code, output, error) = Run("--tier", "quick", "--epochs", "3", "--out", "run", "--quiet");
        (code, error).Should().Be((0, ""));
        output.Should().Contain("200 labels were planted wrong: ").And.EndWith($"Written to {Path.Combine(folder, "run")}\n");
        var rows = File.ReadLines(Path.Combine(folder, "run", "issues.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        var planted = rows.Count(r => r[2] != r[7]);
        planted.Should().BeGreaterThanOrEqualTo(180);
        ((double)planted / rows.Length).Should().BeGreaterThanOrEqualTo(0.6);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "audit.json")));
        json.RootElement.GetProperty("planted").GetProperty("found").GetInt32().Should().Be(planted);
        var page = File.ReadAllText(Path.Combine(folder, "run", "audit.html"));
        page[..page.IndexOf("<section", StringComparison.Ordinal)].Should().Contain("200 labels were planted wrong: ");
    }

    [Fact]
    public void Everything_is_asked_of_a_small_set_and_a_finished_audit_is_read_from_its_store()
    {
        string[] arguments = ["--train", "200", "--test", "100", "--epochs", "4", "--store", "kept", "--quiet", "--json", "result.json"];
        var (code, output, error) = Run([.. arguments, "--out", "one"]);
        (code, error).Should().Be((0, ""));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        foreach (var name in new[] { "labelIssues", "rademacher", "stability", "memorization", "verdict", "planted" })
            json.RootElement.GetProperty(name).ValueKind.Should().NotBe(JsonValueKind.Null);
        var kept = Directory.GetDirectories(Path.Combine(folder, "kept")).Single(d => File.Exists(Path.Combine(d, "result.json")));
        var page = File.ReadAllText(Path.Combine(folder, "one", "audit.html"));
        File.ReadAllText(Path.Combine(kept, "audit.html")).Should().Be(page, "the page lies with its run");
        var again = Run([.. arguments, "--out", "two"]);
        (again.ExitCode, again.Error).Should().Be((0, ""));
        again.Output.Replace("two", "one").Should().Be(output, "a finished audit is read and not made again");
        File.ReadAllText(Path.Combine(folder, "two", "audit.html")).Should().Be(page);
        File.Delete(Path.Combine(kept, "audit.html"));
        Run([.. arguments, "--out", "three"])
            .Error.Should()
            .Be(
                $"A finished audit must have its page beside its result, but {kept} has no audit.html; remove "
                    + "that folder to make the audit again.\n"
            );
    }

    [Fact]
    public void A_kernel_and_probabilities_are_audited_too()
    {
        var (code, output, _) = Run("--learner", "kernel", "--train", "300", "--test", "100", "--out", "kernel", "--quiet");
        code.Should().Be(0);
        output.Should().StartWith("It memorized: it gives back 100 % of the labels that it was trained on");
        File.WriteAllText(
            Path.Combine(folder, "p.csv"),
            "a,b,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "0.9,0.1,a\n" : "0.2,0.8,b\n")) + "0.95,0.05,b\n"
        );
        var given = Run("--probabilities", "p.csv", "--out", "p", "--quiet");
        (given.ExitCode, given.Error).Should().Be((0, ""));
        given.Output.Should().StartWith("1 label of 21 looks wrong; issues.csv lists it.\n");
        File.ReadAllLines(Path.Combine(folder, "p", "issues.csv"))[1].Should().StartWith("1,20,b,a,0.05,");
    }

    [Theory]
    [InlineData(2, "--labels go with --probabilities: the labels of the same examples.", "--labels", "y.npy")]
    [InlineData(
        2,
        "--tier is not used with --probabilities, where nothing is trained; leave it out.",
        "--probabilities",
        "p.npy",
        "--tier",
        "full"
    )]
    [InlineData(2, "--budget must be a time such as 3h, 90m or 45s, but was 0.", "--budget", "0")]
    [InlineData(2, "--epochs is not used by --learner kernel; leave it out.", "--learner", "kernel", "--epochs", "3")]
    [InlineData(2, "--ridge is not used by --learner network; leave it out.", "--ridge", "1")]
    [InlineData(2, "--budget takes the place of --tier; leave one of the two out.", "--budget", "90s", "--tier", "full")]
    [InlineData(1, "Labels must be given with a .npy file", "--probabilities", "p.npy")]
    public void What_is_wrong_is_one_sentence(int code, string sentence, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(folder, "p.npy"), "");
        var run = Run(arguments);
        run.ExitCode.Should().Be(code);
        run.Error.Should().StartWith(sentence);
    }
}
