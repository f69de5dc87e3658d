namespace Generalization.Data;

/// <summary>What follows from the type of pixels.</summary>
public static class PixelTypeExtensions
{
    /// <summary>The bytes of one value: 1, 4 or 8.</summary>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is none.</exception>
    public static int Size(this PixelType type) =>
        type switch
        {
            PixelType.UInt8 => sizeof(byte),
            PixelType.Float32 => sizeof(float),
            PixelType.Float64 => sizeof(double),
            _ => throw new ArgumentOutOfRangeException(nameof(type), $"Pixels must be UInt8, Float32 or Float64, but were {type}."),
        };

    /// <summary>The type of a tensor of such pixels.</summary>
    /// <param name="type">The type.</param>
    public static TorchSharp.torch.ScalarType ScalarType(this PixelType type) =>
        type switch
        {
            PixelType.UInt8 => TorchSharp.torch.ScalarType.Byte,
            PixelType.Float32 => TorchSharp.torch.ScalarType.Float32,
            _ => TorchSharp.torch.ScalarType.Float64,
        };
}
