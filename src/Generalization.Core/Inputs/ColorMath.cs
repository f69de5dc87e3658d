using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>What steps do to colours, (n, 3, H, W).</summary>
internal static class ColorMath
{
    /// <summary>Turns the circle of colours by a share of it; the largest and the least channel of a pixel stay what they are.</summary>
    /// <param name="images">(n, 3, H, W).</param>
    /// <param name="turn">(n, 1, 1, 1).</param>
    public static Tensor TurnHue(Tensor images, Tensor turn)
    {
        var (red, green, blue) = (images.narrow(1, 0, 1), images.narrow(1, 1, 1), images.narrow(1, 2, 1));
        var value = images.amax([1], keepdim: true); // (n, 1, H, W)
        var chroma = value - images.amin([1], keepdim: true);
        var divisor = where(chroma.IsEqualTo(0), ones_like(chroma), chroma);
        var sector = where(
            value == red,
            (green - blue) / divisor,
            where(value == green, ((blue - red) / divisor).Plus(2), ((red - green) / divisor).Plus(4))
        );
        var hue = sector.DividedBy(6).Plus(turn).Remainder(1).Times(6); // in [0, 6)
        // A channel is the value within a sixth of the circle of its own hue, the value less the chroma from two sixths on, and a ramp
        // between.
        Tensor Channel(double own) => value - chroma * hue.Minus(own).Plus(3).Remainder(6).Minus(3).abs().Minus(1).Between(0, 1);
        return cat([Channel(0), Channel(2), Channel(4)], 1);
    }

    /// <summary>Multiplies the saturation, the chroma over the largest channel, which stays within [0, 1]; the largest channel and the hue
    /// stay. A pixel without a channel above 0 becomes grey.</summary>
    /// <param name="images">(n, 3, H, W).</param>
    /// <param name="factor">(n, 1, 1, 1).</param>
    public static Tensor Saturate(Tensor images, Tensor factor)
    {
        var value = images.amax([1], keepdim: true); // (n, 1, H, W)
        var chroma = value - images.amin([1], keepdim: true);
        // The new saturation over the old one; where either is 0 there is nothing to multiply.
        var flat = chroma.IsEqualTo(0).logical_or(value.IsAbove(0).logical_not());
        var ratio = minimum(factor, value / where(flat, ones_like(chroma), chroma));
        return value - (value - images) * where(flat, zeros_like(ratio), ratio);
    }
}
