using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generalization.Tests.Samples;

/// <summary>The program in each package's readme compiles as it stands, as the whole of a console application.</summary>
public class PackageReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // What a new console application of the SDK has by itself.
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    public static TheoryData<string> Packages =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void The_tool_says_how_to_install_it() =>
        File.ReadAllText(Path.Combine(Root, "tools", "Generalization.Tool", "README.md"))
            .Should()
            .Contain("dotnet tool install --global Generalization.Tool\n");

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_says_how_to_install_the_package_and_shows_a_program_that_compiles(string package)
    {
        var readme = File.ReadAllText(Path.Combine(Root, "src", package, "README.md"));
        var programs = Regex.Matches(readme, "^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline);
        readme.Should().Contain($"dotnet add package {package}\n").And.Contain("dotnet add package TorchSharp-cpu\n");
        programs.Should().ContainSingle();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(f => MetadataReference.CreateFromFile(f));
        CSharpCompilation
            .Create(
                "program",
                [CSharpSyntaxTree.ParseText(Implicit), CSharpSyntaxTree.ParseText(programs[0].Groups[1].Value)],
                references,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
            )
            .GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Should()
            .BeEmpty(programs[0].Value);
    }
}
