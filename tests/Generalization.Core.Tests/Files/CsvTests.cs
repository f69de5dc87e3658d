using Generalization.Files;

namespace Generalization.Tests.Files;

public class CsvTests
{
    [Fact]
    public void Numbers_are_invariant_and_nothing_is_empty() =>
        Csv.Text(
                "a,b,c",
                [
                    [-1.5, null, 2L],
                    ["x", true, 1e-9f],
                ]
            )
            .Should()
            .Be("a,b,c\n-1.5,,2\nx,True,1E-09\n");

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+a", "'+a")]
    [InlineData("-a", "'-a")]
    [InlineData("@a", "'@a")]
    [InlineData("\ta", "'\ta")]
    [InlineData("\ra", "\"'\ra\"")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("", "")]
    public void A_text_is_one_cell_that_computes_nothing(string text, string cell) =>
        Csv.Text(
                "a",
                [
                    [text],
                ]
            )
            .Should()
            .Be($"a\n{cell}\n");
}
