namespace Generalization.Imaging.Decoding;

/// <summary>A rectangle of a picture's pixels.</summary>
/// <param name="Top">The first row.</param>
/// <param name="Left">The first column.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
public readonly record struct PictureBox(int Top, int Left, int Height, int Width)
{
    /// <summary>All of a picture.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    public static PictureBox Whole(int height, int width) => new(0, 0, height, width);

    /// <summary>The middle of a picture: of each side the share is kept, and ⌊(side − share · side) / 2⌋ pixels are left out at either
    /// end.</summary>
    /// <remarks>Source: TensorFlow's central_crop.</remarks>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="share">The share of each side, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside (0, 1].</exception>
    public static PictureBox Central(int height, int width, double share)
    {
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(share),
                FormattableString.Invariant($"The share of each side must lie in (0, 1], but was {share}.")
            );
        var (top, left) = ((int)((height - height * share) / 2), (int)((width - width * share) / 2));
        return new(top, left, height - 2 * top, width - 2 * left);
    }

    /// <summary>Whether it lies in a picture and holds a pixel.</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    public bool IsIn(int height, int width) =>
        Top >= 0 && Left >= 0 && Height >= 1 && Width >= 1 && Top <= height - Height && Left <= width - Width;
}
