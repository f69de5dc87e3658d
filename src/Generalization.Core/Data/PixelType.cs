namespace Generalization.Data;

/// <summary>The type that a source keeps its pixels in.</summary>
public enum PixelType
{
    /// <summary>Whole numbers from 0 to 255, one byte each.</summary>
    UInt8,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,
}
