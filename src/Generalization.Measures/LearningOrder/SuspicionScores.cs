using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;

namespace Generalization.Measures.LearningOrder;

/// <summary>A score for each example's label: the lower, the more suspicious the label is.</summary>
/// <param name="Name">The score's name, for example "area-under-margin".</param>
/// <param name="Values">A score for each example, in the data's order; at least one, none of them not a number.</param>
/// <exception cref="ArgumentException">There is no score, or one is not a number.</exception>
public sealed record SuspicionScores(string Name, ImmutableArray<double> Values)
{
    /// <inheritdoc cref="SuspicionScores(string, ImmutableArray{double})" path="/param[@name='Values']"/>
    public ImmutableArray<double> Values { get; } = Checked(Name, Values);

    /// <summary>The positions of all examples, the most suspicious first; in order of their positions where scores are equal.</summary>
    public IEnumerable<int> MostSuspiciousFirst() => Enumerable.Range(0, Values.Length).OrderBy(i => Values[i]);

    /// <summary>How well the scores tell labels that were changed from those that were not: <see cref="Auroc(ReadOnlySpan{bool})"/> against
    /// the planted noise of a data set.</summary>
    /// <param name="data">The data set, whose labels differ from its true ones in places.</param>
    /// <exception cref="ArgumentException">It has another number of examples, or none or all of its labels are changed.</exception>
    public Estimate Auroc(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var wrong = new bool[data.Count];
        for (var i = 0; i < wrong.Length; i++)
            wrong[i] = data.Labels[i] != data.TrueLabels[i];
        return Auroc(wrong);
    }

    /// <summary>The area under the receiver's curve: the probability that a wrong label has a lower score than a right one, where equal
    /// scores count half; 0.5 for scores that tell nothing, 1 for perfect ones.</summary>
    /// <remarks>The standard error is DeLong's (1988), the interval ± 1.96 of them, cut to 0..1.</remarks>
    /// <param name="wrong">Which labels are wrong.</param>
    /// <exception cref="ArgumentException">There is not one for each score, or none or all are wrong.</exception>
    public Estimate Auroc(ReadOnlySpan<bool> wrong)
    {
        if (wrong.Length != Values.Length)
            throw new ArgumentException(
                $"There must be one answer for each of the {Values.Length} scores, but there were {wrong.Length}.",
                nameof(wrong)
            );
        var wrongCount = wrong.Count(true);
        if (wrongCount == 0 || wrongCount == wrong.Length)
            throw new ArgumentException(
                $"Scores are told apart where some labels are wrong and some are right, but {wrongCount} of "
                    + $"{wrong.Length} are wrong; plant noise in a part of the labels.",
                nameof(wrong)
            );
        return Measures.Auroc.Of([.. Values.Select(value => -value)], wrong);
    }

    private static ImmutableArray<double> Checked(string name, ImmutableArray<double> values)
    {
        if (values.IsDefaultOrEmpty)
            throw new ArgumentException($"The scores {name} must be of at least one example, but there is none.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            if (double.IsNaN(values[i]))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The scores {name} must be numbers, but that of example {i} is not; train at least one whole epoch without a "
                            + $"loss that is not finite."
                    ),
                    nameof(values)
                );
        return values;
    }
}
