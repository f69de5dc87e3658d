using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Generalization.Files;

namespace Generalization.CommandLine;

/// <summary>Makes options whose values are checked while the command line is read, each error one sentence.</summary>
public static class OptionFactory
{
    // A thousand years.
    private const double MostSeconds = 3.2e10;

    /// <summary>An option with a default and a rule.</summary>
    /// <remarks>Numbers are read invariantly: a decimal point, no thousands, no comma.</remarks>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help.</param>
    /// <param name="value">The default.</param>
    /// <param name="isValid">The rule.</param>
    /// <param name="rule">The rule in words, after "must".</param>
    public static Option<T> Value<T>(string name, string description, T value, Func<T, bool> isValid, string rule)
        where T : IParsable<T> => Parsed(name, description, value, text => Checked(name, text, isValid, rule));

    /// <summary>An option that may be left out and has a rule.</summary>
    /// <inheritdoc cref="Value" path="/remarks|/param"/>
    public static Option<T?> Optional<T>(string name, string description, Func<T, bool> isValid, string rule)
        where T : struct, IParsable<T> => Parsed<T?>(name, description, null, text => Checked(name, text, isValid, rule));

    /// <summary>An option that takes a time, such as 3h, 90m or 45s, and may be left out.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help.</param>
    public static Option<TimeSpan?> Time(string name, string description) =>
        Parsed<TimeSpan?>(name, description, null, text => ReadTime(name, text));

    /// <summary>An option that takes several different values of one rule, separated by commas or spaces.</summary>
    /// <inheritdoc cref="Value" path="/remarks|/param"/>
    public static Option<T[]> Values<T>(string name, string description, T[] value, Func<T, bool> isValid, string rule)
        where T : IParsable<T> =>
        new(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => value,
            CustomParser = result =>
                Guarded(result, value, () => Distinct<T>(name, [.. Words(result.Tokens).Select(t => Checked(name, t, isValid, rule))])),
        };

    /// <summary>An option that takes one of a few words.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help, which goes on with the words.</param>
    /// <param name="value">The default.</param>
    /// <param name="known">The words.</param>
    public static Option<string> Choice(string name, string description, string value, params IEnumerable<string> known)
    {
        string[] words = [.. known];
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", words)}",
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(result => CheckKnown(result, name, words));
        return option;
    }

    /// <summary>An option that takes some of a few words, separated by commas or spaces.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help, which goes on with the words.</param>
    /// <param name="known">The words, all of them the default.</param>
    public static Option<string[]> Choices(string name, string description, params IEnumerable<string> known) =>
        Choices(name, description, [.. known], known);

    /// <summary>An option that takes some of a few words, separated by commas or spaces.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help, which goes on with the words.</param>
    /// <param name="chosen">The default.</param>
    /// <param name="known">The words.</param>
    public static Option<string[]> Choices(string name, string description, string[] chosen, params IEnumerable<string> known)
    {
        string[] words = [.. known];
        var option = new Option<string[]>(name)
        {
            Description = $"{description}: {string.Join(", ", words)}",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. Words(result.Tokens)],
            DefaultValueFactory = _ => chosen,
        };
        option.Validators.Add(result => CheckKnown(result, name, words));
        option.Validators.Add(result =>
        {
            if (Repeated(name, Words(result.Tokens)) is { } error)
                result.AddError(error);
        });
        return option;
    }

    /// <summary>An option whose text a parser reads; a text that it refuses with a <see cref="FormatException"/> is a wrong command
    /// line.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it is, for the help.</param>
    /// <param name="value">The default.</param>
    /// <param name="parse">The parser.</param>
    public static Option<T> Parsed<T>(string name, string description, T value, Func<string, T> parse) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => Guarded(result, value, () => parse(result.Tokens.Single().Value)),
        };

    private static T Guarded<T>(ArgumentResult result, T value, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException e)
        {
            result.AddError(e.Message);
            return value;
        }
    }

    private static T Checked<T>(string name, string text, Func<T, bool> isValid, string rule)
        where T : IParsable<T>
    {
        var value = InvariantText.TryRead<T>(text, out var read)
            ? read
            : throw new FormatException($"{name} must be {InvariantText.KindOf<T>()}, but was {text}.");
        return isValid(value) ? value : throw new FormatException($"{name} must {rule}, but was {text}.");
    }

    private static IEnumerable<string> Words(IEnumerable<Token> tokens) => tokens.SelectMany(t => t.Value.Split(','));

    private static T[] Distinct<T>(string name, T[] values) =>
        Repeated(name, values) is { } error ? throw new FormatException(error) : values;

    private static string? Repeated<T>(string name, IEnumerable<T> values) =>
        values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? FormattableString.Invariant($"{name} must name each once, but {twice.Key} is there more than once.")
            : null;

    private static TimeSpan? ReadTime(string name, string text) =>
        text.Length > 1
        && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number > 0
        && text[^1] switch
        {
            'h' => 3600.0,
            'm' => 60.0,
            's' => 1.0,
            _ => 0,
        }
            is var unit
                and > 0
        && number * unit <= MostSeconds
            ? TimeSpan.FromSeconds(number * unit)
            : throw new FormatException($"{name} must be a time such as 3h, 90m or 45s, but was {text}.");

    private static void CheckKnown(OptionResult result, string name, string[] known)
    {
        foreach (var word in Words(result.Tokens))
            if (!known.Contains(word))
                result.AddError($"{name} must be one of {string.Join(", ", known)}, but was {word}.");
    }
}
