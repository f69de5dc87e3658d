using System.Text.RegularExpressions;

namespace Generalization.Tests.Architecture;

/// <summary>Reads the sources: one type a file, by its name, in lines that fit.</summary>
public partial class SourceTests
{
    private const int MostColumns = 140;

    [Fact]
    public void A_file_holds_one_type_of_its_name() =>
        Libraries
            .Sources("src")
            .Where(file => TypesIn(File.ReadAllText(file)) is not [var type] || !IsNamed(Path.GetFileNameWithoutExtension(file), type))
            .Select(file => $"{Path.GetRelativePath(Libraries.Root, file)}: {string.Join(", ", TypesIn(File.ReadAllText(file)))}")
            .Should()
            .BeEmpty();

    [Fact]
    public void Lines_have_at_most_140_columns() =>
        (
            from file in Libraries.Sources("src", "tests", "samples", "benchmarks", "tools")
            from line in File.ReadLines(file).Index()
            where line.Item.Length > MostColumns
            select $"{Path.GetRelativePath(Libraries.Root, file)}:{line.Index + 1} has {line.Item.Length}"
        )
            .Should()
            .BeEmpty();

    // A part of a type is named TYPE.PART.
    private static bool IsNamed(string file, string type) => file == type || file.StartsWith(type + ".", StringComparison.Ordinal);

    private static string[] TypesIn(string source) => [.. TypeDeclaration().Matches(source).Select(m => m.Groups["name"].Value)];

    // What stands at the beginning of a line is not nested.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|unsafe|ref) )*"
            + @"(?:class|record struct|record|struct|enum|interface|delegate [^\s(]+) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex TypeDeclaration();
}
