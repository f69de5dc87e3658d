using System.CommandLine;
using Generalization.CommandLine;

namespace Generalization.Tests.Samples;

public class OptionFactoryTests
{
    private static readonly Option<double> Gamma = OptionFactory.Value(
        "--gamma",
        "γ",
        0.02,
        g => g > 0 && double.IsFinite(g),
        "be positive and finite"
    );
    private static readonly Option<int?> Train = OptionFactory.Optional<int>("--train", "images", n => n >= 1, "be at least 1");
    private static readonly Option<ulong> Seed = OptionFactory.Value("--seed", "seed", 0ul, _ => true, "");
    private static readonly Option<int[]> Depth = OptionFactory.Values("--depth", "depth", [2], d => d >= 2, "be at least 2");

    private static ParseResult Parse(params string[] arguments) =>
        new RootCommand("Options.") { Gamma, Train, Seed, Depth }.Parse(arguments);

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("+2", 2)]
    public void Numbers_have_a_decimal_point(string text, double value) => Parse("--gamma", text).GetValue(Gamma).Should().Be(value);

    [Theory]
    [InlineData("--gamma", "0,02", "--gamma must be a number with a decimal point, such as 0.02 or 1e-3, but was 0,02.")]
    [InlineData("--gamma", "abc", "--gamma must be a number with a decimal point, such as 0.02 or 1e-3, but was abc.")]
    [InlineData("--gamma", "-1", "--gamma must be positive and finite, but was -1.")]
    [InlineData("--gamma", "NaN", "--gamma must be positive and finite, but was NaN.")]
    [InlineData("--train", "1,000", "--train must be a whole number from -2147483648 to 2147483647, but was 1,000.")]
    [InlineData("--train", "1e3", "--train must be a whole number from -2147483648 to 2147483647, but was 1e3.")]
    [InlineData("--train", "0", "--train must be at least 1, but was 0.")]
    [InlineData("--train", "99999999999", "--train must be a whole number from -2147483648 to 2147483647, but was 99999999999.")]
    [InlineData("--seed", "-1", "--seed must be a whole number from 0 to 18446744073709551615, but was -1.")]
    [InlineData("--depth", "2,1", "--depth must be at least 2, but was 1.")]
    [InlineData("--depth", "2,3,2", "--depth must name each once, but 2 is there more than once.")]
    [InlineData("--depth", "2,02", "--depth must name each once, but 2 is there more than once.")]
    public void What_is_no_such_value_gets_a_sentence(string option, string text, string sentence) =>
        Parse(option, text).Errors.Select(e => e.Message).Should().Equal(sentence);

    [Theory]
    [InlineData("--gamma")]
    [InlineData("--train")]
    [InlineData("--seed")]
    [InlineData("--depth")]
    public void An_option_needs_its_value(string option) => Parse(option).Errors.Should().NotBeEmpty();

    [Fact]
    public void What_is_not_given_is_the_default()
    {
        var given = Parse();
        given.Errors.Should().BeEmpty();
        (given.GetValue(Gamma), given.GetValue(Train), given.GetValue(Seed)).Should().Be((0.02, null, 0ul));
        given.GetValue(Depth).Should().Equal(2);
        Parse("--depth", "2,3", "4").GetValue(Depth).Should().Equal(2, 3, 4);
    }
}
