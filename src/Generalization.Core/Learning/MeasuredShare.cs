using System.Globalization;

namespace Generalization.Learning;

/// <summary>How many examples are given their label, and what a constant answer would reach.</summary>
/// <param name="Right">The number of examples that are given their label, in 0..Count.</param>
/// <param name="Count">The number of examples, at least 1.</param>
/// <param name="LargestClass">The share of the largest class among these labels, in 0..1: the accuracy of the best constant answer.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
public sealed record MeasuredShare(int Right, int Count, double LargestClass)
{
    /// <inheritdoc cref="MeasuredShare(int, int, double)" path="/param[@name='Count']"/>
    public int Count { get; } =
        Count >= 1 ? Count : throw new ArgumentOutOfRangeException(nameof(Count), $"There must be at least 1 example, but were {Count}.");

    /// <inheritdoc cref="MeasuredShare(int, int, double)" path="/param[@name='Right']"/>
    public int Right { get; } =
        Right >= 0 && Right <= Count
            ? Right
            : throw new ArgumentOutOfRangeException(nameof(Right), $"The number that is right must be in 0..{Count}, but was {Right}.");

    /// <inheritdoc cref="MeasuredShare(int, int, double)" path="/param[@name='LargestClass']"/>
    public double LargestClass { get; } =
        LargestClass is >= 0 and <= 1
            ? LargestClass
            : throw new ArgumentOutOfRangeException(
                nameof(LargestClass),
                string.Create(CultureInfo.InvariantCulture, $"The largest class's share must be in 0..1, but was {LargestClass}.")
            );

    /// <summary>Right / Count, in 0..1.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>The accuracy's 99.7 % interval, by Wilson's score.</summary>
    public BinomialInterval Interval => BinomialInterval.Of(Right, Count);

    /// <summary>Whether the accuracy is above the largest class's share. It is also unclear where there are too few examples, or only one
    /// class, to show it.</summary>
    public Finding AboveLargestClass =>
        Interval.Low > LargestClass ? Finding.Yes
        : Accuracy > LargestClass || BinomialInterval.Of(Count, Count).Low <= LargestClass ? Finding.Unclear
        : Finding.No;

    /// <summary>Counts an accuracy.</summary>
    /// <param name="accuracy">The share of examples that are given their label, in 0..1.</param>
    /// <param name="labels">Their labels.</param>
    public static MeasuredShare Of(double accuracy, ReadOnlySpan<long> labels) =>
        new((int)Math.Round(accuracy * labels.Length), labels.Length, LargestClassOf(labels));

    /// <summary>The share of the most frequent label, in 0..1; 0 where there is none.</summary>
    /// <param name="labels">The labels.</param>
    public static double LargestClassOf(ReadOnlySpan<long> labels)
    {
        var counts = new Dictionary<long, int>();
        var most = 0;
        foreach (var label in labels)
            most = Math.Max(most, counts[label] = counts.GetValueOrDefault(label) + 1);
        return labels.IsEmpty ? 0 : (double)most / labels.Length;
    }
}
