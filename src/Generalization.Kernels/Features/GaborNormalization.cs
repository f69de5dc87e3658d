namespace Generalization.Kernels.Features;

/// <summary>The divisor of the pooled responses.</summary>
public enum GaborNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each cell by its length over channels and orientations plus half the mean of these lengths over the image's
    /// cells.</summary>
    Cell,

    /// <summary>The whole block of an image by its length.</summary>
    Image,
}
