namespace Generalization.Report.Paper;

/// <summary>How a metric's numbers are written for people.</summary>
public enum MetricUnit
{
    /// <summary>A fraction, written in percent; differences are percentage points.</summary>
    Percent,

    /// <summary>A plain number.</summary>
    Number,
}
