using Generalization.Measures;

namespace Generalization.Report.Paper;

/// <summary>Two networks on the same test images: how many each alone gets right.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="OnlyFirst">Those that the first alone gets right.</param>
/// <param name="OnlySecond">Those that the second alone gets right.</param>
internal sealed record PairedComparison(int Count, int OnlyFirst, int OnlySecond)
{
    /// <summary>McNemar's two-sided p-value.</summary>
    public double PValue => McNemar.PValue(OnlyFirst, OnlySecond);

    /// <summary>Compares two; null where one is missing or they saw other images.</summary>
    public static PairedComparison? Of(TestOutcomes? first, TestOutcomes? second)
    {
        if (first is null || second is null || first.Labels.Length == 0 || !first.Labels.SequenceEqual(second.Labels))
            return null;
        var (one, other) = (0, 0);
        for (var i = 0; i < first.Labels.Length; i++)
        {
            var (a, b) = (first.Predicted[i] == first.Labels[i], second.Predicted[i] == second.Labels[i]);
            one += a && !b ? 1 : 0;
            other += b && !a ? 1 : 0;
        }

        return new PairedComparison(first.Labels.Length, one, other);
    }

    // Two digits, and never an exponent: it is at least 0.1 here.
    private static string Percent(double share) =>
        (100 * share).ToString(
            share < 0.01 ? "0.0#"
                : share < 0.1 ? "0.0"
                : "0",
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>The comparison in a sentence.</summary>
    /// <param name="first">The first's name, such as "with BatchNorm".</param>
    /// <param name="second">The second's.</param>
    public string Sentence(string first, string second) =>
        FormattableString.Invariant(
            $"Of the same {Count:N0} test images, at both ends, {OnlyFirst:N0} are right {first} alone and {OnlySecond:N0} {second} alone: "
        )
        + (
            PValue < 0.001
                ? "networks that are equally good differ so much less than once in 1,000 times"
                : FormattableString.Invariant($"networks that are equally good differ so much in {Percent(PValue)} % of cases")
        )
        + " (McNemar's exact test).";
}
