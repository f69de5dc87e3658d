using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>What the paper says of a number: a value, or a range where it gives words or a curve.</summary>
/// <param name="Low">The least value that agrees.</param>
/// <param name="High">The largest value that agrees.</param>
/// <param name="Words">The paper's words; null where the value says it.</param>
public sealed record PaperValue(double Low, double High, string? Words = null)
{
    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator PaperValue(double value) => FromDouble(value);

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static PaperValue FromDouble(double value) => new(value, value);

    /// <summary>The value; null for a range.</summary>
    public double? Value => Low == High ? Low : null;

    /// <summary>How far a value lies outside, 0 inside.</summary>
    /// <param name="value">The value.</param>
    public double Distance(double value) => Math.Max(0, Math.Max(Low - value, value - High));
}

/// <summary>A number of the paper.</summary>
/// <param name="Label">What was run.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Paper">What the paper says.</param>
/// <param name="Selector">Which experiments belong.</param>
/// <param name="Scale">What the paper ran it on.</param>
public sealed record PaperRow(string Label, PaperMetric Metric, PaperValue Paper, RunSelector Selector, PaperScale Scale)
{
    /// <summary>How far a mean may lie from the paper's and still agree, widened to two standard deviations of the runs where those are no more than five times this. Default: 0.01, one percentage point.</summary>
    public double Tolerance { get; init; } = 0.01;
}

/// <summary>A table, a figure or a section of the paper, and what is said of it here.</summary>
/// <param name="Id">For example "table-1", "figure-1a".</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">What it shows, for someone who has not read the paper.</param>
public sealed record PaperSection(string Id, string Title, string Text)
{
    /// <summary>Its numbers. Default: none.</summary>
    public ImmutableArray<PaperRow> Rows { get; init; } = [];

    /// <summary>Whether experiments here can give it. Default: true.</summary>
    public bool IsCovered { get; init; } = true;
}
