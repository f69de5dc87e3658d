using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>What follows from the scale of pixels.</summary>
public static class PixelScaleExtensions
{
    /// <summary>What networks and kernels divide by: 255 for 0–255, 1 for raw values.</summary>
    /// <param name="scale">The scale.</param>
    public static double Divisor(this PixelScale scale) => scale == PixelScale.Bytes ? 255 : 1;

    /// <summary>Pixels as a network's first step sees them.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="pixels">(n, C, H, W), of any type of pixels; stays the caller's.</param>
    /// <returns>(n, C, H, W), float32: pixels / 255, or raw values as they are; a tensor of its own or another handle; the
    /// caller's.</returns>
    public static Tensor ToInputs(this PixelScale scale, Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = NewDisposeScope();
        var floats = pixels.to(ScalarType.Float32);
        return (scale == PixelScale.Bytes ? floats.DividedBy(255) : floats.alias()).MoveToOuterDisposeScope();
    }
}
