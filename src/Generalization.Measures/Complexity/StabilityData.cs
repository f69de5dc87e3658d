using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Measures.Complexity;

/// <summary>The data for stability: a training set S, fresh examples that replace one of S, and points where losses are measured.</summary>
/// <remarks>All three are of one distribution and share no example.</remarks>
public sealed record StabilityData
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="train">S, n examples.</param>
    /// <param name="fresh">Fresh examples, at least one for each draw.</param>
    /// <param name="points">The points z.</param>
    /// <exception cref="ArgumentException">A part has real targets and no classes, or shape, type, scale of pixels or classes
    /// differ.</exception>
    public StabilityData(Dataset train, Dataset fresh, Dataset points)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(points);
        foreach (var (part, name) in new[] { (train, nameof(train)), (fresh, nameof(fresh)), (points, nameof(points)) })
        {
            if (part.TargetCount > 0)
                throw new ArgumentException($"Stability is measured on classes, but {part.Name} has real targets; give it labels.", name);
            if (
                part.Shape != train.Shape
                || part.Pixels.Type != train.Pixels.Type
                || part.Pixels.Scale != train.Pixels.Scale
                || !part.ClassNames.SequenceEqual(train.ClassNames)
            )
                throw new ArgumentException(
                    $"The {name} examples must have the pixels and classes of the training set, {train.Pixels.Type} of {train.Shape} in "
                        + $"{train.ClassCount} classes, but have {part.Pixels.Type} of {part.Shape} in {part.ClassCount}, or others.",
                    name
                );
        }

        (Train, Fresh, Points) = (train, fresh, points);
    }

    /// <summary>S.</summary>
    public Dataset Train { get; }

    /// <summary>The fresh examples.</summary>
    public Dataset Fresh { get; }

    /// <summary>The points z.</summary>
    public Dataset Points { get; }

    /// <summary>Takes the fresh examples out of the test set, and the rest of it as points.</summary>
    /// <param name="data">Training and test set.</param>
    /// <param name="fresh">How many fresh examples, in 1 … m − 1 of the m test examples.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
    public static StabilityData FromTest(TrainTestData data, int fresh, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var count = data.Test.Count;
        if (fresh < 1 || fresh >= count)
            throw new ArgumentOutOfRangeException(
                nameof(fresh),
                $"The number of fresh examples must lie in [1, {count - 1}], since the rest of the test set are the points, but was "
                    + $"{fresh}."
            );
        var order = new RandomKey(seed, RandomPurpose.StabilityDraws, 2).Stream(0).Permutation(count);
        Array.Sort(order, 0, fresh);
        Array.Sort(order, fresh, count - fresh);
        return new(data.Train, data.Test.Select(order.AsSpan(0, fresh)), data.Test.Select(order.AsSpan(fresh)));
    }

    /// <summary>The same examples, all of whose labels are drawn anew: those of the points too, since they are of the same
    /// distribution.</summary>
    /// <param name="seed">Decides the labels.</param>
    public StabilityData WithRandomLabels(ulong seed)
    {
        var part = 1u;
        Dataset Drawn(Dataset data)
        {
            var key = new RandomKey(seed, RandomPurpose.StabilityLabels, part++);
            var labels = new long[data.Count];
            for (var i = 0; i < labels.Length; i++)
                labels[i] = key.Stream(data.Indices[i]).NextInt32(data.ClassCount);
            return data.WithLabels(labels, "random labels", seed);
        }

        return new(Drawn(Train), Drawn(Fresh), Drawn(Points));
    }
}
