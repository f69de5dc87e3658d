using System.Numerics;

namespace Generalization.Data;

/// <summary>Where a rectangle lies in an image.</summary>
internal readonly struct PatchPlace
{
    private readonly ImageShape image;
    private readonly int top,
        left,
        height,
        width;

    public PatchPlace(ImageShape image, int top, int left, int height, int width)
    {
        if (top < 0 || left < 0 || height < 1 || width < 1 || top > image.Height - height || left > image.Width - width)
            throw new ArgumentOutOfRangeException(
                nameof(top),
                $"A patch must lie inside images of {image}, but {height}×{width} from row {top} and column {left} was asked for."
            );
        (this.image, this.top, this.left, this.height, this.width) = (image, top, left, height, width);
    }

    /// <summary>Copies it out of an image, (C, H, W), to (C, height, width).</summary>
    public void Read<T>(ReadOnlySpan<T> pixels, Span<double> values)
        where T : unmanaged, INumber<T>
    {
        var at = 0;
        for (var channel = 0; channel < image.Channels; channel++)
        for (var row = 0; row < height; row++)
            foreach (var pixel in pixels.Slice((channel * image.Height + top + row) * image.Width + left, width))
                values[at++] = double.CreateTruncating(pixel);
    }
}
