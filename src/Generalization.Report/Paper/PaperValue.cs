namespace Generalization.Report.Paper;

/// <summary>What the paper says of a number: a value, or a range where it gives words or a curve.</summary>
/// <param name="Low">The least value that agrees.</param>
/// <param name="High">The largest value that agrees.</param>
/// <param name="Words">The paper's words; null where the value says it.</param>
public sealed record PaperValue(double Low, double High, string? Words = null)
{
    /// <summary>Half a unit of the last digit that is printed, such as 0.0005 of 100.0 %: the value itself may lie anywhere so near. It
    /// matters where errors are counted. Default: 0.</summary>
    public double Rounding { get; init; }

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator PaperValue(double value) => FromDouble(value);

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static PaperValue FromDouble(double value) => new(value, value);

    /// <summary>The value; null for a range.</summary>
    public double? Value => Low == High ? Low : null;

    /// <summary>How far a value lies outside; negative inside a range, by the way to its nearer end.</summary>
    /// <param name="value">The value.</param>
    public double Distance(double value) => Math.Max(Low - value, value - High);
}
