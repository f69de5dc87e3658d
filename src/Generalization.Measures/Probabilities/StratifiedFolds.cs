using Generalization.Randomness;

namespace Generalization.Measures.Probabilities;

/// <summary>Divides examples into K parts of the same mixture of classes.</summary>
/// <remarks>Each class's examples are put in a random order, and all of them, class after class, are dealt out in turn: a class's numbers
/// in two parts differ by at most 1, and so do the parts' sizes. A class's order is drawn from its own stream, so that it does not depend
/// on the other classes.</remarks>
public static class StratifiedFolds
{
    // Part 1 of the purpose draws trainings' seeds.
    private const uint Orders = 0,
        Seeds = 1;

    /// <summary>The part of each example.</summary>
    /// <param name="labels">n labels in 0 … k − 1.</param>
    /// <param name="classCount">k.</param>
    /// <param name="folds">K, in 2 … n.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="repeat">Which repeat; each has an order of its own. Default: 0.</param>
    /// <returns>n numbers in 0 … K − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is below 2 or above n, or a label is no class.</exception>
    public static int[] Of(ReadOnlySpan<long> labels, int classCount, int folds, ulong seed, int repeat = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(repeat);
        if (folds > labels.Length)
            throw new ArgumentOutOfRangeException(
                nameof(folds),
                $"There must be at least as many examples as folds, but there are {labels.Length} examples and {folds} folds."
            );
        var members = new List<int>[classCount];
        for (var c = 0; c < classCount; c++)
            members[c] = [];
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] >= 0 && labels[i] < classCount)
                members[labels[i]].Add(i);
            else
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    $"A label must lie in [0, {classCount - 1}], but label {i} was {labels[i]}."
                );
        var key = new RandomKey(seed, RandomPurpose.CrossValidation, Orders);
        var result = new int[labels.Length];
        var next = 0;
        for (var c = 0; c < classCount; c++)
        {
            int[] order = [.. members[c]];
            key.Stream(c, (uint)repeat).Shuffle<int>(order);
            foreach (var example in order)
            {
                result[example] = next;
                next = (next + 1) % folds;
            }
        }

        return result;
    }

    /// <summary>The seed of a part's training.</summary>
    internal static ulong TrainingSeed(ulong seed, int repeat, int fold)
    {
        var stream = new RandomKey(seed, RandomPurpose.CrossValidation, Seeds).Stream(fold, (uint)repeat);
        return ((ulong)stream.NextUInt32() << 32) | stream.NextUInt32();
    }
}
