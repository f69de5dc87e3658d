using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>One example whose label is drawn anew, with what it may depend on.</summary>
/// <param name="Data">The data that it is of.</param>
/// <param name="Position">Its position there.</param>
public readonly record struct LabelledExample(Dataset Data, int Position)
{
    /// <summary>Its index in its split as it was read, the same in every subset.</summary>
    public uint Index => Data.Indices[Position];

    /// <summary>Its label so far.</summary>
    public long Label => Data.Labels[Position];

    /// <summary>Its label as it was read.</summary>
    public long TrueLabel => Data.TrueLabels[Position];

    /// <summary>k.</summary>
    public int ClassCount => Data.ClassCount;

    /// <summary>Reads its pixels, C · H · W values on the data's own scale.</summary>
    public double[] Pixels() => Data.Pixels.ReadImage(Position);
}
