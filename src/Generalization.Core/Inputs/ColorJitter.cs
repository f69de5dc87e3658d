using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Changes each image's brightness, contrast, saturation and hue by random amounts in training, in this order.</summary>
/// <remarks>
/// <para>With a factor f uniform on [max(0, 1 − a), 1 + a) for each amount a: brightness f·x; contrast f·x + (1 − f)·m, m the mean of the
/// image's grey values; saturation f·x + (1 − f)·g, g the pixel's grey value; each clipped to [0, 1]. Grey is 0.299 R + 0.587 G + 0.114 B.
/// Hue turns the colour circle by a share uniform on [−Hue, Hue). An amount of 0 leaves its part out and draws nothing.</para>
/// <para>(n, C, H, W), pixels/255 → the same. One channel has brightness and contrast only. Source: section 3, "random perturbation of
/// brightness, saturation, hue and contrast"; the amounts are not stated there.</para>
/// </remarks>
/// <param name="Brightness">a for brightness, in [0, 1]. Default: 0.4.</param>
/// <param name="Contrast">a for contrast, in [0, 1]. Default: 0.4.</param>
/// <param name="Saturation">a for saturation, in [0, 1]. Default: 0.4.</param>
/// <param name="Hue">The largest turn, a share of the circle, in [0, 0.5]. Default: 0.1.</param>
public sealed record ColorJitter(double Brightness = 0.4, double Contrast = 0.4, double Saturation = 0.4, double Hue = 0.1)
    : IRandomInputStep
{
    /// <inheritdoc cref="ColorJitter(double, double, double, double)" path="/param[@name='Brightness']"/>
    public double Brightness { get; } = Range(Brightness, 1, nameof(Brightness));

    /// <inheritdoc cref="ColorJitter(double, double, double, double)" path="/param[@name='Contrast']"/>
    public double Contrast { get; } = Range(Contrast, 1, nameof(Contrast));

    /// <inheritdoc cref="ColorJitter(double, double, double, double)" path="/param[@name='Saturation']"/>
    public double Saturation { get; } = Range(Saturation, 1, nameof(Saturation));

    /// <inheritdoc cref="ColorJitter(double, double, double, double)" path="/param[@name='Hue']"/>
    public double Hue { get; } = Range(Hue, 0.5, nameof(Hue));

    /// <summary>For example "color-jitter, brightness 0.4, contrast 0.4, saturation 0.4, hue 0.1".</summary>
    public string Describe() =>
        FormattableString.Invariant(
            $"color-jitter, brightness {Brightness:R}, contrast {Contrast:R}, saturation {Saturation:R}, hue {Hue:R}"
        );

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) =>
        input.Channels is 1 or 3
            ? input
            : throw new ArgumentException($"Colour jitter needs images of one or three channels, but they were {input}.", nameof(input));

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
        var draw = new float[4 * draws.Count];
        for (var i = 0; i < draws.Count; i++)
        {
            var random = draws.Stream(RandomPurpose.ColorJitter, i);
            draw[i] = Factor(Brightness, ref random);
            draw[draws.Count + i] = Factor(Contrast, ref random);
            draw[2 * draws.Count + i] = Factor(Saturation, ref random);
            draw[3 * draws.Count + i] = Hue == 0 ? 0 : (float)((2 * random.NextDouble() - 1) * Hue);
        }

        var factors = tensor(draw, [4, draws.Count, 1, 1, 1]).SentTo(images.device);
        var x = images;
        if (Brightness > 0)
            x = x.mul(factors.select(0, 0)).Between(0, 1);
        if (Contrast > 0)
            x = Blend(x, Grey(x).mean([1, 2, 3], keepdim: true), factors.select(0, 1));
        if (images.shape[1] == 3 && Saturation > 0)
            x = Blend(x, Grey(x), factors.select(0, 2));
        if (images.shape[1] == 3 && Hue > 0)
            x = ColorMath.TurnHue(x, factors.select(0, 3));
        return x.alias().MoveToOuterDisposeScope();
    }

    private static float Factor(double amount, ref RandomStream random) =>
        amount == 0 ? 1 : (float)(1 - amount + 2 * amount * random.NextDouble());

    private static Tensor Blend(Tensor images, Tensor other, Tensor factor) =>
        images.mul(factor).Plus(other.mul(factor.neg().Plus(1))).Between(0, 1);

    private static Tensor Grey(Tensor images) =>
        images.shape[1] == 1
            ? images
            : images.narrow(1, 0, 1).Times(0.299).Plus(images.narrow(1, 1, 1), 0.587).Plus(images.narrow(1, 2, 1), 0.114); // (n, 1, H, W)

    private static double Range(double value, double most, string name) =>
        value >= 0 && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must lie in [0, {most}], but was {value}."));
}
