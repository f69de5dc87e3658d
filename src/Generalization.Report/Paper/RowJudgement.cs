using Generalization.Experiments;
using Generalization.Report.Statistics;

namespace Generalization.Report.Paper;

/// <summary>Whether runs at the paper's scale agree with its number.</summary>
/// <param name="Agreement">Whether they do.</param>
/// <param name="HalfWidth">h; null where errors were counted.</param>
internal readonly record struct RowJudgement(Agreement Agreement, double? HalfWidth)
{
    public static RowJudgement Of(FoundRuns found, PooledSpread pooled)
    {
        var (row, mean) = (found.Row, found.Values.Average());
        if (IsByCounts(found))
            return new(ByCounts(found), null);
        var spread =
            row.Metric.IsOfTest && row.Metric.ExamplesOf(found.Best[0]) is { } n
                ? pooled.AtLeast(Comparison.BinomialDeviation(mean, n))
                : pooled;
        var half = row.Metric.IsExact ? 0 : Comparison.HalfWidth(spread, found.Values.Length);
        var outside = row.Paper.Distance(mean);
        return new(Comparison.Of(Math.Max(0, outside), row.Margin + Math.Max(0, -outside), half), half);
    }

    /// <summary>Whether errors are counted, since one of the two is near 100 %.</summary>
    public static bool IsByCounts(FoundRuns found) =>
        found.Row is var row
        && found.Values.Average() is var mean
        && row.Metric.ExamplesOf(found.Best[0]) is not null
        && (row.Metric.IsError ? 1 - Math.Min(mean, row.Paper.Low) : Math.Max(mean, row.Paper.High)) >= ErrorCounts.NearSaturation;

    // Each run by itself: a mean of one that agrees and one that does not tells nothing.
    private static Agreement ByCounts(FoundRuns found)
    {
        var row = found.Row;
        var sides = found.Best.Zip(found.Values, (run, value) => Side(row, row.Metric.ExamplesOf(run)!.Value, value)).Distinct().ToArray();
        return sides switch
        {
            [0] => Agreement.Agrees,
            [_] => Agreement.Differs,
            _ => Agreement.Inconclusive,
        };
    }

    // −1 for fewer errors than the paper's, 1 for more, 0 for as many.
    private static int Side(PaperRow row, int examples, double value)
    {
        double Errors(double share) => examples * Math.Clamp(row.Metric.IsError ? share : 1 - share, 0, 1);
        var (one, other) = (Errors(row.Paper.Low - row.Paper.Rounding), Errors(row.Paper.High + row.Paper.Rounding));
        var ours = Errors(value);
        // The nearest count that the paper's digits allow.
        var paper = Math.Clamp(ours, Math.Min(one, other), Math.Max(one, other));
        return ErrorCounts.Compare(ours, paper) == Agreement.Agrees ? 0 : Math.Sign(ours - paper);
    }
}
