using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Cuts a window out of each image, at a random place in training and in the middle in evaluation.</summary>
/// <remarks>
/// <para>The first row is uniform on 0 … H + 2p − Height and the first column likewise, p zeros added on each side. A side that is larger
/// than the window is not padded; one that is not gets ⌈(Height − H) / 2⌉ + 4.</para>
/// <para>(n, C, H, W) → (n, C, Height, Width). Source: appendix A, "random crop".</para>
/// </remarks>
/// <param name="Height">Rows kept, at least 1.</param>
/// <param name="Width">Columns kept, at least 1.</param>
public sealed record RandomCrop(int Height, int Width) : IRandomInputStep
{
    private const int Margin = 4;

    /// <inheritdoc cref="RandomCrop(int, int)" path="/param[@name='Height']"/>
    public int Height { get; } = AtLeastOne(Height, nameof(Height));

    /// <inheritdoc cref="RandomCrop(int, int)" path="/param[@name='Width']"/>
    public int Width { get; } = AtLeastOne(Width, nameof(Width));

    /// <summary>For example "random-crop 28×28".</summary>
    public string Describe() => FormattableString.Invariant($"random-crop {Height}×{Width}");

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => new(input.Channels, Height, Width);

    /// <inheritdoc/>
    public double ShareOf(ImageShape input) =>
        (double)Math.Min(Height, input.Height) * Math.Min(Width, input.Width) / ((double)input.Height * input.Width);

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var padded = Pad(images);
        return padded
            .narrow(2, (padded.shape[2] - Height) / 2, Height)
            .narrow(3, (padded.shape[3] - Width) / 2, Width)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, BatchDraws draws)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var padded = Pad(images);
        var (freeRows, freeColumns) = ((int)padded.shape[2] - Height + 1, (int)padded.shape[3] - Width + 1);
        var rows = new long[draws.Count * Height];
        var columns = new long[draws.Count * Width];
        for (var i = 0; i < draws.Count; i++)
        {
            var random = draws.Stream(RandomPurpose.RandomCrop, i);
            var (top, left) = (random.NextInt32(freeRows), random.NextInt32(freeColumns));
            for (var y = 0; y < Height; y++)
                rows[i * Height + y] = top + y;
            for (var x = 0; x < Width; x++)
                columns[i * Width + x] = left + x;
        }

        var (n, c) = (images.shape[0], images.shape[1]);
        var rowIndex = tensor(rows, [n, 1, Height, 1]).SentTo(images.device).expand(n, c, Height, padded.shape[3]);
        var columnIndex = tensor(columns, [n, 1, 1, Width]).SentTo(images.device).expand(n, c, Height, Width);
        return padded.gather(2, rowIndex).gather(3, columnIndex).MoveToOuterDisposeScope();
    }

    private Tensor Pad(Tensor images)
    {
        var (vertical, horizontal) = (Padding(images.shape[2], Height), Padding(images.shape[3], Width));
        return vertical + horizontal == 0 ? images.alias() : nn.functional.pad(images, [horizontal, horizontal, vertical, vertical]);
    }

    private static long Padding(long size, int crop) => size > crop ? 0 : (crop - size + 1) / 2 + Margin;

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}
