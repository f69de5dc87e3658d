using System.Collections.Immutable;

namespace Generalization.Data;

/// <summary>Labelled images or vectors of one split, immutable: pixels, assigned and true labels (or real targets), and their
/// history.</summary>
/// <remarks>Pixels (N, C, H, W), uint8 0–255, or float32 or float64 on the same scale or raw; labels int64 (N) in 0 … k − 1, or targets
/// float64 (N, c). A vector of d values is an image of 1×1×d.</remarks>
public sealed partial class Dataset
{
    private readonly DatasetRows rows;

    private Dataset(
        string name,
        DatasetSplit split,
        IPixelSource pixels,
        DatasetRows rows,
        ImmutableArray<string> classNames,
        ImmutableArray<LineageStep> lineage,
        ContentHash? hash = null
    )
    {
        (Name, Split, Pixels, this.rows, ClassNames, Lineage) = (name, split, pixels, rows, classNames, lineage);
        ContentHash = hash ?? new ContentHash(pixels, rows, classNames.Length);
    }

    /// <summary>The data set's name, for example "cifar10".</summary>
    public string Name { get; }

    /// <summary>Training or test.</summary>
    public DatasetSplit Split { get; }

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape => Pixels.Shape;

    /// <summary>The pixels, (N, C, H, W).</summary>
    public IPixelSource Pixels { get; }

    /// <summary>N.</summary>
    public int Count => rows.Count;

    /// <summary>The classes' names; empty where there are real targets.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>k; 0 where there are real targets.</summary>
    public int ClassCount => ClassNames.Length;

    /// <summary>The labels as assigned, which a network is trained on.</summary>
    /// <exception cref="InvalidOperationException">There are real targets and no classes.</exception>
    public ReadOnlySpan<long> Labels => HavingClasses.Labels;

    /// <summary>The labels as they were read.</summary>
    /// <exception cref="InvalidOperationException">There are real targets and no classes.</exception>
    public ReadOnlySpan<long> TrueLabels => HavingClasses.TrueLabels;

    /// <summary>Which labels were drawn anew; such a label may equal the true one.</summary>
    public ReadOnlySpan<bool> Replaced => rows.Replaced;

    /// <summary>The real targets, N · c values, row after row; empty where there are classes.</summary>
    public ReadOnlySpan<double> Targets => rows.Targets;

    /// <summary>c, the number of real targets of each example; 0 where there are classes.</summary>
    public int TargetCount => rows.TargetCount;

    /// <summary>Each example's index in its split as it was read, the key of its random draws; a subset keeps them.</summary>
    public ReadOnlySpan<uint> Indices => rows.Indices;

    /// <summary>The history of the data, the oldest step first.</summary>
    public ImmutableArray<LineageStep> Lineage { get; }

    /// <summary>The hash of the pixels and labels (or targets) as they are now.</summary>
    public ContentHash ContentHash { get; }

    /// <summary>The number of examples whose assigned label differs from the true one; 0 where there are real targets.</summary>
    public int ChangedCount
    {
        get
        {
            var changed = 0;
            for (var i = 0; i < rows.Labels.Length; i++)
                changed += rows.Labels[i] != rows.TrueLabels[i] ? 1 : 0;
            return changed;
        }
    }

    private DatasetRows HavingClasses =>
        TargetCount == 0
            ? rows
            : throw new InvalidOperationException(
                $"{Name} has real targets and no classes, so that it has no labels; use its Targets, or data with classes."
            );

    internal Dataset AsPublished() =>
        new(
            Name,
            Split,
            Pixels,
            rows,
            ClassNames,
            Lineage.SetItem(0, new PublishedStep(Lineage[0].Operation, Lineage[0].Seed, Lineage[0].Result)),
            ContentHash
        );

    internal Dataset After(LineageStep step) => new(Name, Split, Pixels, rows, ClassNames, Lineage.Add(step), ContentHash);
}
