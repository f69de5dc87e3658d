using System.Collections.Immutable;
using Generalization.Experiments;

namespace Generalization.Report.Content;

/// <summary>An experiment that is none of the paper's, with its runs, which differ in their seed alone.</summary>
/// <param name="Label">What tells it from the others of its group.</param>
/// <param name="Runs">Its runs, at least one.</param>
public sealed record OwnRow(string Label, ImmutableArray<Run> Runs)
{
    /// <summary>The mean of a number over the runs that have it, and its standard deviation; null where none has, or one alone.</summary>
    /// <param name="of">The number.</param>
    public (double? Mean, double? Spread) Of(Func<Run, double?> of)
    {
        var values = Runs.Select(of).OfType<double>().Where(double.IsFinite).ToArray();
        if (values.Length == 0)
            return (null, null);
        var mean = values.Average();
        return (mean, values.Length == 1 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
    }
}
