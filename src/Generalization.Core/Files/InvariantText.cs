using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Generalization.Files;

/// <summary>Numbers as files and command lines hold them: invariant, with a decimal point, without thousands, in every culture.</summary>
public static class InvariantText
{
    /// <summary>Reads a number, or a text as it is.</summary>
    /// <remarks>Whole numbers are digits, with a minus sign where the type has one. Real numbers may have a sign, a decimal point and an
    /// exponent; "NaN" and "Infinity" are numbers, which the caller's own rule may refuse.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the text is such a value.</returns>
    public static bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        object? read = typeof(T) switch
        {
            var t when t == typeof(string) => text,
            var t when t == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null,
            var t when t == typeof(float) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null,
            var t when t == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                ? n
                : null,
            var t when t == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                ? n
                : null,
            var t when t == typeof(ulong) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null,
            _ => T.TryParse(text, CultureInfo.InvariantCulture, out var other) ? other : null,
        };
        if (read is null)
            return false;
        value = (T)read;
        return true;
    }

    /// <summary>What a text must be to be read as a type, after "must be", for example "a whole number from 0 to
    /// 18446744073709551615".</summary>
    public static string KindOf<T>() =>
        typeof(T) switch
        {
            var t when t == typeof(int) => $"a whole number from {int.MinValue} to {int.MaxValue}",
            var t when t == typeof(long) => $"a whole number from {long.MinValue} to {long.MaxValue}",
            var t when t == typeof(ulong) => $"a whole number from 0 to {ulong.MaxValue}",
            var t when t == typeof(double) || t == typeof(float) => "a number with a decimal point, such as 0.02 or 1e-3",
            var t => $"a {t.Name}",
        };
}
