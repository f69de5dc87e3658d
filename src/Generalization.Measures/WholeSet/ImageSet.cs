using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Generalization.Data;

namespace Generalization.Measures.WholeSet;

/// <summary>The images of both sets under one numbering: the training set's, then the test set's.</summary>
internal sealed class ImageSet(Dataset train, Dataset? test)
{
    // A piece of images that is read at once.
    private const int PieceBytes = 1 << 24;

    private readonly bool sameType = test is null || test.Pixels.Type == train.Pixels.Type;

    public int Count { get; } = train.Count + (test?.Count ?? 0);

    public int TrainCount { get; } = train.Count;

    public ImageShape Shape => train.Shape;

    public SetExample Example(int at) =>
        at < TrainCount ? new(train.Split, at, train.Labels[at]) : new(test!.Split, at - TrainCount, test.Labels[at - TrainCount]);

    public long Label(int at) => at < TrainCount ? train.Labels[at] : test!.Labels[at - TrainCount];

    /// <summary>One image as float64.</summary>
    public void Read(int at, Span<double> values)
    {
        if (at < TrainCount)
            train.Pixels.ReadImage(at, values);
        else
            test!.Pixels.ReadImage(at - TrainCount, values);
    }

    /// <summary>The first 128 bits of the SHA-256 of each image's bytes, of float64 where the sets have two types.</summary>
    public UInt128[] Hashes(CancellationToken token)
    {
        var hashes = new UInt128[Count];
        var at = 0;
        foreach (var pixels in test is null ? [train.Pixels] : new[] { train.Pixels, test.Pixels })
        {
            var most = Math.Clamp(PieceBytes / pixels.ImageBytes, 1, pixels.Count);
            var piece = new byte[most * pixels.ImageBytes];
            for (var first = 0; first < pixels.Count; first += most)
            {
                token.ThrowIfCancellationRequested();
                var (count, begin, offset) = (Math.Min(most, pixels.Count - first), first, at);
                pixels.Read(first, count, piece.AsSpan(0, count * pixels.ImageBytes));
                Parallel.For(
                    0,
                    count,
                    i => hashes[offset + i] = Hash(pixels, begin + i, piece.AsSpan(i * pixels.ImageBytes, pixels.ImageBytes))
                );
                at += count;
            }
        }

        return hashes;
    }

    private UInt128 Hash(IPixelSource pixels, int position, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sameType ? bytes : MemoryMarshal.AsBytes<double>(pixels.ReadImage(position)), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
