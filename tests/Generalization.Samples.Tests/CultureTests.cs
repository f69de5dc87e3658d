using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

/// <summary>Numbers and letters are the same in every culture: in files, identities, sentences and on command lines. A process of its own
/// has each culture, by its environment, as a user's has.</summary>
public sealed class CultureTests : IDisposable
{
    private const string Worker = "Generalization.EnvironmentWorker";

    private readonly string root = Directory.CreateTempSubdirectory("culture").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(root, name)).FullName;

    private static Dictionary<string, string> In(string culture) =>
        new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = culture.Length == 0 ? "1" : "0", ["LC_ALL"] = $"{culture}.UTF-8" };

    // The same for each culture that is compared with it.
    private static readonly Lazy<string> Invariant = new(() => Invariantly(root => Words(root, "")));

    private static readonly string[] Training =
    [
        "--corruption",
        "true-labels,partial-labels",
        "--probability",
        "0.25",
        "--learning-rate",
        "0.01",
        "--decay",
        "0.5",
        "--decay-steps",
        "2",
        "--epochs",
        "2",
        "--train",
        "60",
        "--test",
        "40",
        "--json",
        "result.json",
        "--quiet",
    ];

    private static readonly Lazy<(int Code, string Output, string Error)> WholeTraining = new(() =>
        Invariantly(root => Sample.Run(Worker, root, In(""), "train", root, "4"))
    );

    private static readonly Lazy<double[]> PlainLosses = new(() =>
        Invariantly(root =>
        {
            Sample.Run("RandomizationTest", root, In(""), [.. Training, "--out", "run"]).ExitCode.Should().Be(0);
            return Losses(root);
        })
    );

    private static T Invariantly<T>(Func<string, T> of)
    {
        var root = Directory.CreateTempSubdirectory("culture").FullName;
        try
        {
            return of(root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string Words(string root, string culture)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, $"words{culture}")).FullName;
        var (code, output, error) = Sample.Run(Worker, root, In(culture), "words", folder);
        (code, error).Should().Be((0, ""));
        return output.Replace(folder, "", StringComparison.Ordinal);
    }

    [IcuTheory]
    [InlineData("tr_TR", "tr-TR 1,5 tıtle")]
    [InlineData("de_DE", "de-DE 1,5 title")]
    [InlineData("ar", "ar 1٫5 title")]
    public void The_library_reads_and_writes_the_same(string culture, string shown)
    {
        Sample.Run(Worker, root, In(culture), "culture").Should().Be((0, shown + "\n", ""), "the culture is what the test says");
        Words(root, culture).Should().Be(Invariant.Value);
    }

    [IcuTheory]
    [InlineData("de_DE", "")]
    [InlineData("", "tr_TR")]
    [InlineData("ar", "de_DE")]
    public void A_checkpoint_of_one_culture_goes_on_in_another(string before, string after)
    {
        var whole = WholeTraining.Value;
        whole.Output.Should().EndWith(" 4\n");
        Sample.Run(Worker, root, In(before), "train", Folder("kept"), "2").Should().Be((0, "stopped\n", ""));
        Sample.Run(Worker, root, In(after), "train", Folder("kept"), "4").Should().Be(whole);
    }

    [IcuTheory]
    [InlineData("tr_TR")]
    [InlineData("de_DE")]
    [InlineData("ar")]
    public void A_command_line_means_the_same(string culture)
    {
        var folder = Folder("of");
        var (code, output, error) = Sample.Run("RandomizationTest", folder, In(culture), [.. Training, "--out", "run"]);
        (code, error).Should().Be((0, ""));
        output.Should().NotContain(",5").And.NotContain("٫");
        Losses(folder).Should().Equal(PlainLosses.Value);
        Sample
            .Run("RandomizationTest", folder, In(culture), "--learning-rate", "0,01")
            .Should()
            .Match<(int Code, string, string Error)>(r =>
                r.Code == 2
                && r.Error.StartsWith("--learning-rate must be a number with a decimal point, such as 0.02 or 1e-3, but was 0,01.\n")
            );
    }

    private static double[] Losses(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        return [.. json.RootElement.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("trainLoss").GetDouble())];
    }
}
