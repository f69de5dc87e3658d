using System.Buffers;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>A source around a source: each image is changed when it is read. Its draws are keyed by its index, so that it is the same
/// whenever it is read.</summary>
internal sealed class CorruptedPixels : IPixelSource
{
    private const int ImagesAtOnce = 64;

    private readonly PixelCorruption corruption;
    private readonly Dataset data;
    private readonly IPixelSource source;
    private readonly RandomKey key;
    private readonly ulong seed;
    private readonly int[]? permutation;
    private readonly string words;

    public CorruptedPixels(PixelCorruption corruption, Dataset data, ulong seed, int[]? permutation)
        : this(corruption, data, data.Pixels, seed, permutation) { }

    private CorruptedPixels(PixelCorruption corruption, Dataset data, IPixelSource source, ulong seed, int[]? permutation)
    {
        (this.corruption, this.data, this.source, this.seed, this.permutation) = (corruption, data, source, seed, permutation);
        key = corruption.KeyOf(data.Split, seed);
        Type = corruption.ResultOf(source.Type);
        words = source.IsResident ? "" : FormattableString.Invariant($"{corruption.IdentityWords}, seed {seed}, {data.Split}");
    }

    public int Count => source.Count;

    public ImageShape Shape => source.Shape;

    public PixelType Type { get; }

    public PixelScale Scale => source.Scale;

    public bool IsResident => false;

    public string? Identity(int position) => source.Identity(position) is { } before ? $"{before}|{words} {data.Indices[position]}" : null;

    public string? View => source.View;

    // What is drawn for an image's pixels stays in each epoch, and is done to the part of the picture that the epoch sees.
    public bool DrawsInEpoch => corruption.Reads && source.DrawsInEpoch;

    public IPixelSource InEpoch(ulong seed, int epoch) =>
        DrawsInEpoch ? new CorruptedPixels(corruption, data, source.InEpoch(seed, epoch), this.seed, permutation) : this;

    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        var imageBytes = Shape.Size * Type.Size();
        PixelSelection.CheckTarget((long)positions.Length * imageBytes, target);
        foreach (var position in positions)
            PixelSelection.CheckPosition(position, Count);
        for (var first = 0; first < positions.Length; first += ImagesAtOnce)
        {
            var some = positions.Slice(first, Math.Min(ImagesAtOnce, positions.Length - first));
            var part = target.Slice(first * imageBytes, some.Length * imageBytes);
            if (Type == PixelType.UInt8)
                Change(some, part);
            else if (Type == PixelType.Float32)
                Change(some, MemoryMarshal.Cast<byte, float>(part));
            else
                Change(some, MemoryMarshal.Cast<byte, double>(part));
        }
    }

    /// <summary>All images, changed at once by all threads.</summary>
    public PixelArray Materialize(CancellationToken token) =>
        Type switch
        {
            PixelType.UInt8 => Materialize<byte>(token),
            PixelType.Float32 => Materialize<float>(token),
            _ => Materialize<double>(token),
        };

    private PixelArray Materialize<T>(CancellationToken token)
        where T : unmanaged, INumber<T>
    {
        var size = Shape.Size;
        var values = GC.AllocateUninitializedArray<T>(checked(Count * size));
        try
        {
            Parallel.For(
                0,
                (Count + ImagesAtOnce - 1) / ImagesAtOnce,
                new ParallelOptions { CancellationToken = token },
                block =>
                {
                    Span<int> positions = stackalloc int[ImagesAtOnce];
                    var first = block * ImagesAtOnce;
                    var count = Math.Min(ImagesAtOnce, Count - first);
                    for (var i = 0; i < count; i++)
                        positions[i] = first + i;
                    Change<T>(positions[..count], values.AsSpan(first * size, count * size));
                }
            );
        }
        catch (AggregateException e)
        {
            // The caller's own error, as one thread would have thrown it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return PixelArray.Owning(Shape, values, Scale);
    }

    private void Change<T>(ReadOnlySpan<int> positions, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        if (!corruption.Reads)
            Change(positions, default, false, target);
        else if (source.Memory<T>() is { } memory)
            Change(positions, memory.Span, true, target);
        else
            ChangeRead(positions, target);
        // The library's own give numbers.
        if (corruption.GetType().Assembly != typeof(CorruptedPixels).Assembly)
            CheckFinite(positions, (ReadOnlySpan<T>)target);
    }

    private void CheckFinite<T>(ReadOnlySpan<int> positions, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i]))
                throw new FaultyPartException(
                    FormattableString.Invariant(
                        $"A corruption must give finite pixels, but {corruption.Name} gave {values[i]} for example "
                    ) + FormattableString.Invariant($"{data.Indices[positions[i / Shape.Size]]}; correct its Change.")
                );
    }

    private void ChangeRead<T>(ReadOnlySpan<int> positions, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        var bytes = positions.Length * source.ImageBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var read = buffer.AsSpan(0, bytes);
            source.Read(positions, read);
            Change(positions, Converted<T>(read), false, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ReadOnlySpan<T> Converted<T>(Span<byte> read)
        where T : unmanaged, INumber<T> =>
        source.Type == Type ? MemoryMarshal.Cast<byte, T>(read)
        : source.Type == PixelType.UInt8 ? Convert<byte, T>(read)
        : source.Type == PixelType.Float32 ? Convert<float, T>(MemoryMarshal.Cast<byte, float>(read))
        : Convert<double, T>(MemoryMarshal.Cast<byte, double>(read));

    private static T[] Convert<S, T>(ReadOnlySpan<S> values)
        where S : unmanaged, INumber<S>
        where T : unmanaged, INumber<T>
    {
        var result = new T[values.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = T.CreateSaturating(values[i]);
        return result;
    }

    // The images are one after another, or where their positions say.
    private void Change<T>(ReadOnlySpan<int> positions, ReadOnlySpan<T> images, bool byPosition, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        var size = Shape.Size;
        for (var i = 0; i < positions.Length; i++)
        {
            var index = data.Indices[positions[i]];
            var random = key.Stream(index);
            var image = images.IsEmpty ? default : images.Slice((byPosition ? positions[i] : i) * size, size);
            corruption.ChangeImage(
                image,
                target.Slice(i * size, size),
                new PixelContext(Shape, data.Split, index, permutation),
                ref random
            );
        }
    }
}
