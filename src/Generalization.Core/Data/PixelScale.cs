namespace Generalization.Data;

/// <summary>The scale of pixel values, for networks and kernels.</summary>
public enum PixelScale
{
    /// <summary>0–255, not clipped to it: networks and kernels divide by 255.</summary>
    Bytes,

    /// <summary>As they are: vectors, and images that were scaled or standardized already. Nothing is divided.</summary>
    Raw,
}
