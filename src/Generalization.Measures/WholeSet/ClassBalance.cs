using System.Collections.Immutable;
using Generalization.Data;

namespace Generalization.Measures.WholeSet;

/// <summary>How evenly the examples of one set are spread over its classes.</summary>
/// <param name="Counts">How many examples each class has, k.</param>
public sealed record ClassBalance(ImmutableArray<int> Counts)
{
    /// <summary>n.</summary>
    public int Count => Counts.Sum();

    /// <summary>The class of most examples, the first of equal ones.</summary>
    public int Largest => Counts.IndexOf(Counts.Max());

    /// <summary>The class of fewest examples, at least one, the first of equal ones; −1 where there is no example.</summary>
    public int Smallest => Count == 0 ? -1 : Counts.IndexOf(Counts.Where(n => n > 0).Min());

    /// <summary>The largest class's examples over the smallest's, at least 1; missing classes are not counted. 1 without an
    /// example.</summary>
    public double Ratio => Count == 0 ? 1 : (double)Counts[Largest] / Counts[Smallest];

    /// <summary>exp(−Σ p_c ln p_c), in 1 … k: as many classes of the same size are as uncertain. 0 without an example.</summary>
    public double EffectiveClasses =>
        Count == 0 ? 0 : Math.Exp(-Counts.Where(n => n > 0).Sum(n => (double)n / Count * Math.Log((double)n / Count)));

    /// <summary>The largest class's share: the accuracy of who always says it. Null without an example.</summary>
    public Estimate? ConstantAccuracy => Count == 0 ? null : Estimate.OfShare(Counts[Largest], Count);

    /// <summary>The classes without an example.</summary>
    public ImmutableArray<int> Missing => [.. Enumerable.Range(0, Counts.Length).Where(c => Counts[c] == 0)];

    /// <summary>Counts labels.</summary>
    /// <param name="labels">n labels in 0 … k − 1.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 2, or a label is no class.</exception>
    public static ClassBalance Of(ReadOnlySpan<long> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        var counts = new int[classCount];
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] >= 0 && labels[i] < classCount)
                counts[labels[i]]++;
            else
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    $"A label must lie in [0, {classCount - 1}], but label {i} was {labels[i]}."
                );
        return new([.. counts]);
    }

    /// <summary>Counts a set's labels as they are assigned.</summary>
    /// <param name="data">The set, with classes.</param>
    /// <exception cref="InvalidOperationException">There are real targets and no classes.</exception>
    public static ClassBalance Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(data.Labels, data.ClassCount);
    }
}
