using System.Globalization;

namespace Generalization.Experiments;

/// <summary>Numbers in words, the same in every culture.</summary>
public static class KindWords
{
    /// <summary>"1,000 images of "; nothing where all are meant.</summary>
    /// <param name="count">How many; null for all.</param>
    public static string ImagesOf(int? count) => count is { } n ? n.ToString("N0", CultureInfo.InvariantCulture) + " images of " : "";

    /// <summary>"1 epoch", "2 epochs".</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">Of what, in the singular.</param>
    public static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    /// <summary>A number to ten places, without an exponent; below 1e-6 with all of its digits and an exponent.</summary>
    /// <param name="value">The number.</param>
    public static string Plain(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < 1e-6 ? "R" : "0.##########", CultureInfo.InvariantCulture);

    /// <summary>A fraction in percent, to a tenth; a dash where there is none.</summary>
    /// <param name="fraction">The fraction.</param>
    public static string Percent(double? fraction) =>
        fraction is { } f ? (100 * f).ToString("F1", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A time in the unit that suits it.</summary>
    /// <param name="seconds">Seconds.</param>
    public static string Duration(double seconds) =>
        seconds < 120 ? FormattableString.Invariant($"{seconds:F1} s")
        : seconds < 7200 ? FormattableString.Invariant($"{seconds / 60:F1} min")
        : FormattableString.Invariant($"{seconds / 3600:F1} h");
}
