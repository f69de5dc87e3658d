using Generalization.Data;

namespace Generalization.Tests.Support;

/// <summary>Bytes of which an epoch of training sees others than evaluation: each image has one value, of its key, the seed and the
/// epoch.</summary>
internal sealed class DrawingPixels(ImageShape shape, uint[] keys, byte drawn = 0) : IPixelSource
{
    public int Count => keys.Length;

    public ImageShape Shape => shape;

    public PixelType Type => PixelType.UInt8;

    public PixelScale Scale => PixelScale.Bytes;

    public bool IsResident => false;

    public bool DrawsInEpoch => true;

    public IPixelSource InEpoch(ulong seed, int epoch) => new DrawingPixels(shape, keys, (byte)(31 * (int)seed + 7 * epoch));

    public string? Identity(int position) => $"key {keys[position]}";

    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        for (var i = 0; i < positions.Length; i++)
            target.Slice(i * shape.Size, shape.Size).Fill((byte)(keys[positions[i]] + drawn));
    }

    /// <summary>A data set of such images, whose labels are all 0 but the last.</summary>
    public static Dataset Of(ImageShape shape, params uint[] keys) =>
        Dataset.FromSource(
            "drawing",
            DatasetSplit.Train,
            new DrawingPixels(shape, keys),
            [.. keys.Select((_, i) => i == keys.Length - 1 ? 1L : 0)],
            ["a", "b"],
            indices: keys
        );
}
