using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Preprocessing;

/// <summary>Cuts the middle out of each image.</summary>
/// <remarks>The first row is ⌊(H − Height) / 2⌋ and the first column ⌊(W − Width) / 2⌋. (n, C, H, W) → (n, C, Height, Width). Source: appendix A.</remarks>
/// <param name="Height">Rows kept, at least 1.</param>
/// <param name="Width">Columns kept, at least 1.</param>
public sealed record CenterCrop(int Height, int Width) : IInputStep
{
    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) =>
        Height >= 1 && Width >= 1 && Height <= input.Height && Width <= input.Width
            ? new ImageShape(input.Channels, Height, Width)
            : throw new ArgumentException($"A centre crop must lie inside the image, but {Height}×{Width} was asked of images of {input}.", nameof(input));

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var rows = images.narrow(2, (images.shape[2] - Height) / 2, Height);
        return rows.narrow(3, (images.shape[3] - Width) / 2, Width);
    }
}

/// <summary>Subtracts each image's mean and divides by its adjusted standard deviation.</summary>
/// <remarks>
/// <para>x′ = (x − mean) / max(σ, 1/√N), N = C·H·W, σ the population standard deviation over all pixels and channels of the image. A
/// constant image gives zeros. Mean and σ are taken in float64.</para>
/// <para>(n, C, H, W) → (n, C, H, W), float32. Source: appendix A, "per_image_whitening".</para>
/// </remarks>
public sealed record PerImageStandardization : IInputStep
{
    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => input;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var size = images.shape[1] * images.shape[2] * images.shape[3];
        var wide = images.to(ScalarType.Float64);
        var mean = wide.mean([1, 2, 3], keepdim: true);                                  // (n, 1, 1, 1)
        var centred = wide.sub(mean);
        var deviation = centred.Squared().mean([1, 2, 3], keepdim: true).sqrt();         // (n, 1, 1, 1)
        return centred.div(deviation.AtLeast(1 / Math.Sqrt(size))).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
