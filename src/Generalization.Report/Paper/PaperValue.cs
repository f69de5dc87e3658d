namespace Generalization.Report.Paper;

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
