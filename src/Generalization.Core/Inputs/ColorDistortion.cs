using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Distorts each image's colours in training as Inception's is: brightness and saturation, and in the full form hue and contrast
/// too, in an order that is drawn; clipped to [0, 1] at the end.</summary>
/// <remarks>
/// <para>With amounts uniform within their ranges: brightness x + b; saturation multiplied and kept within [0, 1]; hue turned by a share of
/// the circle; contrast (x − m)·c + m, m the mean of the image's channel. The fast form does brightness before saturation in one of four
/// cases and after it in the others; the full form has the orders BSHC, SBCH, CHBS and HSCB, a quarter each. A pixel without a channel
/// above 0 has no hue and no saturation.</para>
/// <para>(n, 3, H, W), pixels/255 → the same. Nothing in evaluation. Source: research/slim's inception_preprocessing, whose full form also
/// draws one of four ways to resize; here it is always the linear one. Its version of 2016 draws the fast form's order among four cases,
/// as here; a later one always does brightness first.</para>
/// </remarks>
/// <param name="Fast">Whether hue and contrast are left as they are. Default: true.</param>
public sealed record ColorDistortion(bool Fast = true) : IRandomInputStep
{
    // The orders of slim: brightness, saturation, hue, contrast.
    private static readonly string[] Orders = ["bshc", "sbch", "chbs", "hscb"],
        FastOrders = ["bs", "sb", "sb", "sb"];

    internal double Brightness => 32.0 / 255;

    internal double SaturationLeast => 0.5;

    internal double SaturationMost => 1.5;

    internal double Hue => 0.2;

    internal double ContrastLeast => 0.5;

    internal double ContrastMost => 1.5;

    /// <summary>"color-distortion fast" or "color-distortion full".</summary>
    public string Describe() => Fast ? "color-distortion fast" : "color-distortion full";

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) =>
        input.Channels == 3
            ? input
            : throw new ArgumentException($"Colour distortion needs images of three channels, but they were {input}.", nameof(input));

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.alias();
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, BatchDraws draws)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var drawn = new DistortedColors[draws.Count];
        for (var i = 0; i < drawn.Length; i++)
        {
            var random = draws.Stream(RandomPurpose.ColorDistortion, i);
            drawn[i] = DistortedColors.Draw(this, ref random);
        }

        var result = empty_like(images);
        foreach (var group in Enumerable.Range(0, drawn.Length).GroupBy(i => (Fast ? FastOrders : Orders)[drawn[i].Order]))
        {
            long[] members = [.. group.Select(i => (long)i)];
            DistortedColors[] amounts = [.. group.Select(i => drawn[i])];
            var at = tensor(members).SentTo(images.device); // (m)
            result.index_copy_(0, at, Distorted(images.index_select(0, at), group.Key, amounts).Between(0, 1));
        }

        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Distorted(Tensor images, string order, DistortedColors[] amounts)
    {
        Tensor Of(Func<DistortedColors, float> amount) =>
            tensor(Array.ConvertAll(amounts, a => amount(a)), [amounts.Length, 1, 1, 1]).SentTo(images.device);
        foreach (var change in order)
            images = change switch
            {
                'b' => images.Plus(Of(a => a.Brightness)),
                's' => ColorMath.Saturate(images, Of(a => a.Saturation)),
                'h' => ColorMath.TurnHue(Lit(images), Of(a => a.Hue)),
                _ => Contrast(images, Of(a => a.Contrast)),
            };
        return images;
    }

    // A pixel without a channel above 0 has no hue.
    private static Tensor Lit(Tensor images)
    {
        var value = images.amax([1], keepdim: true); // (n, 1, H, W)
        return where(value.IsAbove(0), images, value);
    }

    private static Tensor Contrast(Tensor images, Tensor factor)
    {
        var mean = images.mean([2, 3], keepdim: true); // (n, 3, 1, 1)
        return ((images - mean) * factor).Plus(mean);
    }
}
