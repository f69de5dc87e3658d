using Generalization.Randomness;

namespace Generalization.Data;

public sealed partial class Dataset
{
    /// <summary>The first examples, in order.</summary>
    /// <param name="count">How many, in [1, N].</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside [1, N].</exception>
    public Dataset Take(int count)
    {
        if (count < 1 || count > Count)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"The number of examples must lie in [1, {Count}] for {Name}, but was {count}."
            );
        return count == Count ? this : Select([.. Enumerable.Range(0, count)]);
    }

    /// <summary>Some of the examples, in the order given; each keeps its index and so its random draws.</summary>
    /// <param name="positions">Positions in [0, N), at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or one is outside [0, N).</exception>
    public Dataset Select(ReadOnlySpan<int> positions)
    {
        if (positions.IsEmpty)
            throw new ArgumentOutOfRangeException(nameof(positions), "At least one example must be selected, but none was.");
        foreach (var position in positions)
            if (position < 0 || position >= Count)
                throw new ArgumentOutOfRangeException(nameof(positions), $"A position must lie in [0, {Count - 1}], but was {position}.");
        var result = Pick(positions, Split);
        return result.After(new LineageStep($"{positions.Length} of {Count} examples", null, result.ContentHash));
    }

    /// <summary>A training set and a test set out of this training set; see <see cref="TrainTestData.HoldOut"/>.</summary>
    /// <inheritdoc cref="TrainTestData.HoldOut" path="/*[not(self::summary)]"/>
    public TrainTestData HoldOut(int count, ulong seed)
    {
        if (count < 1 || count >= Count)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"The number of examples to hold out must lie in [1, {Count - 1}] for {Name}, but was {count}."
            );
        var order = DatasetSplit.Train.Key(seed, RandomPurpose.HoldOut).Stream(0).Permutation(Count);
        Array.Sort(order, 0, count);
        Array.Sort(order, count, order.Length - count);
        var test = Pick(order.AsSpan(0, count), DatasetSplit.Test);
        return new(
            Select(order.AsSpan(count)),
            test.After(new HoldOutStep($"{count} of {Count} training examples held out", seed, test.ContentHash))
        );
    }

    private Dataset Pick(ReadOnlySpan<int> positions, DatasetSplit split) =>
        new(Name, split, Pixels.Select(positions), rows.Select(positions), ClassNames, Lineage);
}
