using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>The image whose pixels are changed.</summary>
public readonly struct PixelContext
{
    internal PixelContext(ImageShape shape, DatasetSplit split, uint index, int[]? permutation) =>
        (Shape, Split, Index, Permutation) = (shape, split, index, permutation);

    /// <summary>Its shape.</summary>
    public ImageShape Shape { get; }

    /// <summary>Its split.</summary>
    public DatasetSplit Split { get; }

    /// <summary>Its index in its split as it was read.</summary>
    public uint Index { get; }

    internal int[]? Permutation { get; }
}
