namespace Generalization.Report.Paper;

/// <summary>A number of the paper.</summary>
/// <param name="Label">What was run.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Paper">What the paper says.</param>
/// <param name="Selector">Which experiments belong.</param>
/// <param name="Scale">What the paper ran it on.</param>
public sealed record PaperRow(string Label, PaperMetric Metric, PaperValue Paper, RunSelector Selector, PaperScale Scale)
{
    /// <summary>m, how far two runs may lie apart and still say the same, in the metric's unit. Default: 0.02, two percentage
    /// points.</summary>
    /// <remarks>Shares near 100 % are compared by counts of errors instead (<see cref="Statistics.ErrorCounts"/>).</remarks>
    public double Margin { get; init; } = 0.02;

    /// <summary>The section whose rows have this number of the same runs, so that it is counted once; null where it is counted here.
    /// Default: null.</summary>
    public string? CountedIn { get; init; }

    /// <summary>Why ours cannot be compared, a clause: the paper leaves open what its number is of; null where it can. Default:
    /// null.</summary>
    public string? LeftOpen { get; init; }
}
