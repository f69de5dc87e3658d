using Generalization.Data;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Subtracts each image's mean and divides by its adjusted standard deviation.</summary>
/// <remarks>
/// <para>x′ = (x − mean) / max(σ, 1/√N), N = C·H·W, σ the population standard deviation over all pixels and channels of the image. A
/// constant image gives zeros. Mean and σ are taken in float64.</para>
/// <para>(n, C, H, W) → (n, C, H, W), float32. Source: appendix A, "per_image_whitening".</para>
/// </remarks>
public sealed record PerImageStandardization : IInputStep
{
    /// <summary>"per-image-standardization".</summary>
    public string Describe() => "per-image-standardization";

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => input;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var size = images.shape[1] * images.shape[2] * images.shape[3];
        var wide = images.to(ScalarType.Float64);
        var mean = wide.mean([1, 2, 3], keepdim: true); // (n, 1, 1, 1)
        var centred = wide.sub(mean);
        var deviation = centred.Squared().mean([1, 2, 3], keepdim: true).sqrt(); // (n, 1, 1, 1)
        return centred.div(deviation.AtLeast(1 / Math.Sqrt(size))).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
