namespace Generalization.Files;

/// <summary>The type of a .npy file's elements.</summary>
public enum NpyType
{
    /// <summary>A truth value, one byte.</summary>
    Bool,

    /// <summary>uint8.</summary>
    UInt8,

    /// <summary>int8.</summary>
    Int8,

    /// <summary>uint16.</summary>
    UInt16,

    /// <summary>int16.</summary>
    Int16,

    /// <summary>uint32.</summary>
    UInt32,

    /// <summary>int32.</summary>
    Int32,

    /// <summary>uint64.</summary>
    UInt64,

    /// <summary>int64.</summary>
    Int64,

    /// <summary>float16.</summary>
    Float16,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,
}
