using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Ways to read pixels, the same for all sources.</summary>
public static class PixelSourceExtensions
{
    // What is read at once of a source that makes its pixels: enough for many threads, and little memory.
    private const int BytesAtOnce = 1 << 24;

    /// <summary>Reads neighbouring images into a tensor of the source's own type.</summary>
    /// <param name="source">The source.</param>
    /// <param name="first">The first one's position.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <returns>(count, C, H, W); the caller's.</returns>
    public static Tensor ToTensor(this IPixelSource source, int first, int count, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Fill(source, count, device, (at, some, target) => source.Read(first + at, some, target));
    }

    /// <summary>Reads some images, in the order given, into a tensor of the source's own type.</summary>
    /// <param name="source">The source.</param>
    /// <param name="positions">Positions in [0, N), at least one.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <returns>(n, C, H, W); the caller's.</returns>
    public static Tensor ToTensor(this IPixelSource source, ReadOnlyMemory<int> positions, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Fill(source, positions.Length, device, (at, some, target) => source.Read(positions.Span.Slice(at, some), target));
    }

    /// <summary>Reads one image as float64, in which each type of pixels is exact.</summary>
    /// <param name="source">The source.</param>
    /// <param name="position">The position.</param>
    /// <returns>C · H · W values on the source's own scale.</returns>
    public static double[] ReadImage(this IPixelSource source, int position)
    {
        ArgumentNullException.ThrowIfNull(source);
        var values = new double[source.Shape.Size];
        source.ReadImage(position, values);
        return values;
    }

    /// <inheritdoc cref="ReadImage(IPixelSource, int)" path="/summary"/>
    /// <param name="source">The source.</param>
    /// <param name="position">The position.</param>
    /// <param name="values">Takes C · H · W values.</param>
    public static void ReadImage(this IPixelSource source, int position, Span<double> values) =>
        source.ReadPatch(position, 0, 0, source.Shape.Height, source.Shape.Width, values);

    /// <summary>Reads a rectangle of one image as float64.</summary>
    /// <param name="source">The source.</param>
    /// <param name="position">The image's position.</param>
    /// <param name="top">The first row.</param>
    /// <param name="left">The first column.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="values">Takes C · height · width values, (C, height, width), on the source's own scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is none, or the rectangle is not inside the image.</exception>
    public static void ReadPatch(this IPixelSource source, int position, int top, int left, int height, int width, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(source);
        PixelSelection.CheckPosition(position, source.Count);
        var patch = new PatchPlace(source.Shape, top, left, height, width);
        if (source.Memory<byte>() is { } bytes)
            patch.Read(source.Image(bytes, position), values);
        else if (source.Memory<float>() is { } floats)
            patch.Read(source.Image(floats, position), values);
        else if (source.Memory<double>() is { } doubles)
            patch.Read(source.Image(doubles, position), values);
        else
        {
            var image = new byte[source.ImageBytes];
            source.Read([position], image);
            if (source.Type == PixelType.UInt8)
                patch.Read<byte>(image, values);
            else if (source.Type == PixelType.Float32)
                patch.Read(MemoryMarshal.Cast<byte, float>(image), values);
            else
                patch.Read(MemoryMarshal.Cast<byte, double>(image), values);
        }
    }

    /// <summary>Shows the bytes of all images in order, piece by piece; a source that makes its pixels makes them all.</summary>
    /// <param name="source">The source.</param>
    /// <param name="look">Sees each piece, of whole 8-byte words but the last where the pixels lie in memory, else of whole images.</param>
    /// <param name="token">Ends the work early.</param>
    public static void ForEachPiece(this IPixelSource source, Action<ReadOnlySpan<byte>> look, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(look);
        if (source is PixelArray array)
        {
            array.ForEachPiece(look);
            return;
        }

        var most = Math.Clamp(BytesAtOnce / source.ImageBytes, 1, source.Count);
        var buffer = new byte[most * source.ImageBytes];
        for (var first = 0; first < source.Count; first += most)
        {
            token.ThrowIfCancellationRequested();
            var count = Math.Min(most, source.Count - first);
            var piece = buffer.AsSpan(0, count * source.ImageBytes);
            source.Read(first, count, piece);
            look(piece);
        }
    }

    /// <summary>Some of the images, in the order given: copied where they lie in memory, else read when they are asked for.</summary>
    /// <param name="source">The source.</param>
    /// <param name="positions">Positions in [0, N).</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside [0, N).</exception>
    public static IPixelSource Select(this IPixelSource source, ReadOnlySpan<int> positions)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (var position in positions)
            PixelSelection.CheckPosition(position, source.Count);
        return source is PixelArray array ? array.Select(positions) : new SelectedPixels(source, positions.ToArray());
    }

    /// <summary>The pixels in memory: the source itself where they lie there, else a copy.</summary>
    /// <param name="source">The source.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are more values than an array holds.</exception>
    public static PixelArray ToMemory(this IPixelSource source, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source switch
        {
            PixelArray array => array,
            { Type: PixelType.UInt8 } => Copy<byte>(source, token),
            { Type: PixelType.Float32 } => Copy<float>(source, token),
            _ => Copy<double>(source, token),
        };
    }

    private static PixelArray Copy<T>(IPixelSource source, CancellationToken token)
        where T : unmanaged
    {
        var length = (long)source.Count * source.Shape.Size;
        if (length > Array.MaxLength)
            throw new ArgumentException(
                $"{source.Count} images of {source.Shape} have {length} values, but memory holds at most {Array.MaxLength} of a set; "
                    + "take fewer images, or smaller ones.",
                nameof(source)
            );
        var values = GC.AllocateUninitializedArray<T>((int)length);
        var at = 0;
        source.ForEachPiece(
            piece =>
            {
                var part = MemoryMarshal.Cast<byte, T>(piece);
                part.CopyTo(values.AsSpan(at));
                at += part.Length;
            },
            token
        );
        return PixelArray.Owning(source.Shape, values, source.Scale);
    }

    private static ReadOnlySpan<T> Image<T>(this IPixelSource source, ReadOnlyMemory<T> all, int position) =>
        all.Span.Slice(position * source.Shape.Size, source.Shape.Size);

    private delegate void Reading(int first, int count, Span<byte> target);

    private static Tensor Fill(IPixelSource source, int count, Device? device, Reading read)
    {
        var shape = source.Shape;
        TorchBackend.EnsureLoaded();
        var tensor = empty([count, shape.Channels, shape.Height, shape.Width], source.Type.ScalarType()); // (n, C, H, W)
        // A span over all of it ends at 2 GiB.
        var most = Math.Max(1, PixelSelection.PieceBytes / source.ImageBytes);
        for (var first = 0; first < count; first += most)
        {
            var some = Math.Min(most, count - first);
            using var images = tensor.narrow(0, first, some);
            read(first, some, images.bytes);
        }

        if (device is null || device.type == TorchSharp.DeviceType.CPU)
            return tensor;
        using (tensor)
            return tensor.to(device);
    }
}
