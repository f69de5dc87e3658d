using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Cuts the middle out of each image.</summary>
/// <remarks>The first row is ⌊(H − Height) / 2⌋ and the first column ⌊(W − Width) / 2⌋. (n, C, H, W) → (n, C, Height, Width). Source:
/// appendix A.</remarks>
/// <param name="Height">Rows kept, at least 1.</param>
/// <param name="Width">Columns kept, at least 1.</param>
public sealed record CenterCrop(int Height, int Width) : IInputStep
{
    /// <summary>For example "center-crop 28×28".</summary>
    public string Describe() => FormattableString.Invariant($"center-crop {Height}×{Width}");

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) =>
        Height >= 1 && Width >= 1 && Height <= input.Height && Width <= input.Width
            ? new ImageShape(input.Channels, Height, Width)
            : throw new ArgumentException(
                $"A centre crop must lie inside the image, but {Height}×{Width} was asked of images of {input}; resize the images, or crop "
                    + "less.",
                nameof(input)
            );

    /// <inheritdoc/>
    public double ShareOf(ImageShape input) => (double)Height * Width / ((double)input.Height * input.Width);

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var rows = images.narrow(2, (images.shape[2] - Height) / 2, Height);
        return rows.narrow(3, (images.shape[3] - Width) / 2, Width);
    }
}
