namespace Generalization.Data;

public sealed partial class Dataset
{
    /// <summary>These examples followed by others, from any split, as one set of this split.</summary>
    /// <remarks>What is appended gets the indices after the largest one here, so that no two examples share a random draw. Pixels are
    /// copied where both sets lie in memory, else read when they are asked for.</remarks>
    /// <param name="more">The others.</param>
    /// <param name="operation">What was done, for the lineage. Default: how many of which set were appended.</param>
    /// <exception cref="ArgumentException">Their shape, type or scale of pixels, classes or number of real targets is another.</exception>
    public Dataset Append(Dataset more, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(more);
        if (more.Shape != Shape || more.Pixels.Type != Pixels.Type || more.Pixels.Scale != Pixels.Scale)
            throw new ArgumentException(
                $"Appended examples must be {Pixels.Type} of {Shape} on the scale {Pixels.Scale} as those of {Name}, but were "
                    + $"{more.Pixels.Type} of {more.Shape} on the scale {more.Pixels.Scale}.",
                nameof(more)
            );
        if (!more.ClassNames.SequenceEqual(ClassNames) || more.TargetCount != TargetCount)
            throw new ArgumentException(
                $"Appended examples must have the classes, or as many real targets, as those of {Name}, but "
                    + $"those of {more.Name} have others.",
                nameof(more)
            );
        IPixelSource joined = new JoinedPixels(Pixels, more.Pixels);
        if (Pixels.IsResident && more.Pixels.IsResident)
            joined = joined.ToMemory();
        var result = new Dataset(Name, Split, joined, rows.Append(more.rows), ClassNames, Lineage);
        operation ??= $"{more.Count} {more.Split.ToString().ToLowerInvariant()} examples of {more.Name} appended";
        return result.After(new LineageStep(operation, null, result.ContentHash));
    }
}
