namespace Generalization.Report.Paper;

/// <summary>A number of the paper.</summary>
/// <param name="Label">What was run.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Paper">What the paper says.</param>
/// <param name="Selector">Which experiments belong.</param>
/// <param name="Scale">What the paper ran it on.</param>
public sealed record PaperRow(string Label, PaperMetric Metric, PaperValue Paper, RunSelector Selector, PaperScale Scale)
{
    /// <summary>How far a mean may lie from the paper's and still agree, widened to two standard deviations of the runs where those are no
    /// more than five times this. Default: 0.01, one percentage point.</summary>
    public double Tolerance { get; init; } = 0.01;
}
