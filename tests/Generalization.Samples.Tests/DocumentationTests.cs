using System.Text.RegularExpressions;
using Generalization.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SkiaSharp;
using Xunit.Abstractions;

namespace Generalization.Tests.Samples;

/// <summary>The code in README and docs compiles against the libraries as they are, and what is marked so runs.</summary>
/// <remarks>A snippet that begins with a using line is a whole program: it is compiled as it stands. Every other snippet is a part of one,
/// and gets the lines below. A program after the comment "run" is also run, in a folder that holds what a reader would have.</remarks>
public class DocumentationTests(ITestOutputHelper written)
{
    private const string RunMark = "<!-- run -->";

    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // What a reader has at the top of the file, and the two values that the snippets leave to the reader.
    private const string Preamble = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;
        using Generalization.Corruption; using Generalization.Data; using Generalization.Data.Cifar; using Generalization.Data.Csv;
        using Generalization.Data.Idx; using Generalization.Data.Known; using Generalization.Experiments;
        using Generalization.Experiments.Kinds.FiniteSamples; using Generalization.Experiments.Kinds.KernelInterpolation;
        using Generalization.Experiments.Kinds.NetworkTraining; using Generalization.Experiments.Running;
        using Generalization.Experiments.Store; using Generalization.Files; using Generalization.Identity; using Generalization.Imaging;
        using Generalization.Imaging.Decoding; using Generalization.Imaging.ImageNet; using Generalization.Imaging.Indexing;
        using Generalization.Inputs; using Generalization.Kernels.Features; using Generalization.Kernels.Functions;
        using Generalization.Kernels.LeastNorm; using Generalization.Kernels.Points; using Generalization.Kernels.Progress;
        using Generalization.Kernels.Regression;
        using Generalization.Kernels.Solvers; using Generalization.Learning; using Generalization.Models;
        using Generalization.Kernels.Cholesky;
        using Generalization.Measures; using Generalization.Measures.LearningOrder; using Generalization.Measures.Norms;
        using Generalization.Measures.Audits; using Generalization.Measures.Complexity; using Generalization.Measures.LabelErrors;
        using Generalization.Measures.Membership; using Generalization.Measures.Probabilities; using Generalization.Measures.Subsets;
        using Generalization.Measures.WholeSet; using Generalization.Report.Audits;
        using Generalization.Models.FiniteSample; using Generalization.Models.ImageNet; using Generalization.Models.Layers;
        using Generalization.Randomness;
        using Generalization.Report; using Generalization.Report.Content;
        using Generalization.Torch; using Generalization.Training;
        using Generalization.Training.Checkpoints; using Generalization.Training.History; using Generalization.Training.Observers;
        using Generalization.Training.Losses; using Generalization.Training.Metrics;
        using Generalization.Training.Schedules; using Generalization.Training.Updates;
        var folder = ""; var seed = 0ul;

        """;

    // What a console project gives each file.
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(f => MetadataReference.CreateFromFile(f)),
        ]
    );

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Select(f => Path.GetRelativePath(Root, f))
            .Order(StringComparer.Ordinal);

    public static TheoryData<string> Documents => [.. Pages];

    public static TheoryData<string, string> ProgramsToRun
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var page in Pages)
            foreach (var snippet in SnippetsOf(page).Where(s => s.Runs))
                all.Add(page, snippet.Title);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_compiles(string document)
    {
        foreach (var snippet in SnippetsOf(document))
        {
            var least = snippet.IsProgram ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
            Compile(snippet, "snippet").GetDiagnostics().Where(d => d.Severity >= least).Should().BeEmpty(snippet.Code);
        }
    }

    [Theory]
    [MemberData(nameof(ProgramsToRun))]
    public void Programs_run(string document, string title)
    {
        var folder = Directory.CreateTempSubdirectory("reader").FullName;
        var name = "reader-" + Regex.Replace($"{document}-{title}", @"\W", "-");
        // Beside the libraries, which are looked for there.
        var program = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(DocumentationTests).Assembly.GetName().Name!);
        try
        {
            WriteReadersFiles(folder);
            Compile(SnippetsOf(document).Single(s => s.Runs && s.Title == title), name).Emit(program).Success.Should().BeTrue();
            var (code, output, error) = Sample.Run(
                ["exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json", program],
                folder
            );
            written.WriteLine(output);
            error.Should().BeEmpty();
            code.Should().Be(0);
            output.Should().NotBeEmpty();
        }
        finally
        {
            File.Delete(program);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_readme_has_one_whole_program_which_runs() =>
        SnippetsOf("README.md").Should().ContainSingle().Which.Should().Match<Snippet>(s => s.IsProgram && s.Runs);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Files_that_are_named_exist(string document)
    {
        foreach (
            Match path in Regex.Matches(
                File.ReadAllText(Path.Combine(Root, document)),
                @"(?<![\w/.])(?:src|samples|docs|tests|tools|benchmarks|build|deploy|results)/[\w./-]*\w"
            )
        )
            (File.Exists(Path.Combine(Root, path.Value)) || Directory.Exists(Path.Combine(Root, path.Value)))
                .Should()
                .BeTrue($"{document} names {path.Value}");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        foreach (Match link in Regex.Matches(WithoutCode(document), @"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)"))
        {
            var file = link.Groups[1].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
            (File.Exists(Path.Combine(Root, file)) || Directory.Exists(Path.Combine(Root, file)))
                .Should()
                .BeTrue($"{document} links to {link.Groups[1].Value}");
            if (link.Groups[2].Length > 0)
                AnchorsOf(file).Should().Contain(link.Groups[2].Value, $"{document} links to {link.Value}");
        }
    }

    [Fact]
    public void Every_page_is_in_the_index_and_in_the_menu()
    {
        var index = File.ReadAllText(Path.Combine(Root, "docs/index.md"));
        var menu = File.ReadAllText(Path.Combine(Root, "docs/toc.yml"));
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(Path.GetFileName).Except(["index.md"]))
        {
            index.Should().Contain($"({page})");
            menu.Should().Contain($"href: {page}\n");
        }
    }

    private static CSharpCompilation Compile(Snippet snippet, string name) =>
        CSharpCompilation.Create(
            name,
            snippet.IsProgram
                ? [CSharpSyntaxTree.ParseText(Implicit), CSharpSyntaxTree.ParseText(snippet.Code)]
                : [CSharpSyntaxTree.ParseText(Preamble + snippet.Code)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );

    private static IEnumerable<Snippet> SnippetsOf(string document)
    {
        var text = File.ReadAllText(Path.Combine(Root, document));
        var code = new Regex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline);
        foreach (Match match in code.Matches(text))
        {
            var before = text[..match.Index];
            var title = Regex.Matches(before, "^#+ (.*)$", RegexOptions.Multiline).LastOrDefault()?.Groups[1].Value ?? "";
            yield return new Snippet(title, match.Groups[1].Value, before.TrimEnd().EndsWith(RunMark, StringComparison.Ordinal));
        }
    }

    private static string WithoutCode(string document) =>
        Regex.Replace(File.ReadAllText(Path.Combine(Root, document)), "^```.*?^```", "", RegexOptions.Singleline | RegexOptions.Multiline);

    // As GitHub makes them of headings: small letters, blanks as hyphens, no other punctuation.
    private static IEnumerable<string> AnchorsOf(string document) =>
        Regex
            .Matches(WithoutCode(document), "^#+ (.*)$", RegexOptions.Multiline)
            .Select(h => Regex.Replace(h.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));

    // A table and a folder of pictures, as the recipes name them.
    private static void WriteReadersFiles(string folder)
    {
        string[] kinds = ["rose", "tulip", "daisy"];
        var rows = Enumerable
            .Range(0, 90)
            .Select(i => FormattableString.Invariant($"{i % 3 + i % 7 * 0.1},{i % 3 * 2 - i % 5 * 0.1},{kinds[i % 3]}"));
        File.WriteAllLines(Path.Combine(folder, "flowers.csv"), ["width,length,kind", .. rows]);
        foreach (var (kind, shade) in new[] { ("dark", 40), ("light", 200) })
        {
            var pictures = Directory.CreateDirectory(Path.Combine(folder, "pictures", kind)).FullName;
            for (var i = 0; i < 10; i++)
            {
                using var picture = new SKBitmap(40, 30);
                picture.Erase(new SKColor((byte)(shade + i), (byte)(shade + 2 * i), (byte)shade));
                using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
                File.WriteAllBytes(Path.Combine(pictures, $"{i}.png"), data.ToArray());
            }
        }
    }

    private sealed record Snippet(string Title, string Code, bool Runs)
    {
        public bool IsProgram => Regex.IsMatch(Code, @"^(?://.*\n)*using (?:static )?[\w.]+;");
    }
}
