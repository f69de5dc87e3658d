using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generalization.Tests.Samples;

/// <summary>The code in README and docs compiles against the libraries as they are.</summary>
public class DocumentationTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // What a reader has at the top of the file, and the two values that the snippets leave to the reader.
    private const string Preamble = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;
        using Generalization.Corruption; using Generalization.Data; using Generalization.Data.Cifar; using Generalization.Data.Csv;
        using Generalization.Data.Idx; using Generalization.Data.Known; using Generalization.Experiments;
        using Generalization.Experiments.Kinds.FiniteSamples; using Generalization.Experiments.Kinds.KernelInterpolation;
        using Generalization.Experiments.Kinds.NetworkTraining; using Generalization.Experiments.Running;
        using Generalization.Experiments.Store; using Generalization.Files; using Generalization.Identity; using Generalization.Imaging;
        using Generalization.Inputs; using Generalization.Kernels.Features; using Generalization.Kernels.Functions;
        using Generalization.Kernels.LeastNorm; using Generalization.Kernels.Points; using Generalization.Kernels.Progress;
        using Generalization.Kernels.Regression;
        using Generalization.Kernels.Solvers; using Generalization.Learning; using Generalization.Models;
        using Generalization.Kernels.Cholesky;
        using Generalization.Measures; using Generalization.Measures.LearningOrder; using Generalization.Measures.Norms;
        using Generalization.Measures.Audits; using Generalization.Measures.Complexity; using Generalization.Measures.LabelErrors;
        using Generalization.Measures.Membership; using Generalization.Measures.Probabilities; using Generalization.Measures.Subsets;
        using Generalization.Measures.WholeSet; using Generalization.Report.Audits;
        using Generalization.Models.FiniteSample; using Generalization.Models.ImageNet;
        using Generalization.Models.Layers; using Generalization.Randomness;
        using Generalization.Report; using Generalization.Report.Content;
        using Generalization.Torch; using Generalization.Training;
        using Generalization.Training.Checkpoints; using Generalization.Training.History; using Generalization.Training.Observers;
        using Generalization.Training.Losses; using Generalization.Training.Metrics;
        using Generalization.Training.Schedules; using Generalization.Training.Updates;
        var folder = ""; var seed = 0ul;

        """;

    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
                .Prepend(Path.Combine(Root, "README.md"))
                .Select(f => Path.GetRelativePath(Root, f)),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_compiles(string document)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(f => MetadataReference.CreateFromFile(f));
        foreach (
            Match snippet in Regex.Matches(
                File.ReadAllText(Path.Combine(Root, document)),
                "^```csharp\n(.*?)^```",
                RegexOptions.Singleline | RegexOptions.Multiline
            )
        )
        {
            var compilation = CSharpCompilation.Create(
                "snippet",
                [CSharpSyntaxTree.ParseText(Preamble + snippet.Groups[1].Value)],
                references,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
            );
            compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty(snippet.Value);
        }
    }

    [Fact]
    public void The_readme_has_code() => File.ReadAllText(Path.Combine(Root, "README.md")).Should().Contain("```csharp\n");

    [Theory]
    [MemberData(nameof(Documents))]
    public void Files_that_are_named_exist(string document)
    {
        foreach (
            Match path in Regex.Matches(
                File.ReadAllText(Path.Combine(Root, document)),
                @"(?<![\w/.])(?:src|samples|docs|tests|tools|benchmarks|build|deploy)/[\w./-]*\w"
            )
        )
            (File.Exists(Path.Combine(Root, path.Value)) || Directory.Exists(Path.Combine(Root, path.Value)))
                .Should()
                .BeTrue($"{document} names {path.Value}");
    }
}
