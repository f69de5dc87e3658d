using Generalization.Data;

namespace Generalization.Learning;

/// <summary>Several labelings of the same examples.</summary>
public static class Labelings
{
    /// <summary>Checks that data sets may differ in their labels alone: by count, shape, classes and the indices of their examples. Pixels
    /// are not read.</summary>
    /// <param name="labelings">The data sets.</param>
    /// <exception cref="ArgumentException">There is none, or one is of other examples than the first.</exception>
    public static void Check(IReadOnlyList<Dataset> labelings)
    {
        ArgumentNullException.ThrowIfNull(labelings);
        if (labelings.Count == 0)
            throw new ArgumentException("There must be at least one labeling, but there was none.", nameof(labelings));
        var first = labelings[0];
        for (var i = 1; i < labelings.Count; i++)
            if (
                labelings[i].Shape != first.Shape
                || labelings[i].ClassCount != first.ClassCount
                || !labelings[i].Indices.SequenceEqual(first.Indices)
            )
                throw new ArgumentException(
                    $"Labelings must be of the same examples, but labeling {i} has other ones than the first; fit it by itself.",
                    nameof(labelings)
                );
    }
}
