using System.Numerics;
using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>n points in d dimensions, one a row, seen where they lie and not copied: images of a data set, a caller's vectors, a
/// tensor.</summary>
/// <remarks>The type is uint8, float32 or float64. A point is its row divided by <see cref="Divisor"/>; whoever computes divides. The
/// values must not change while they are in use.</remarks>
public abstract class PointRows
{
    private protected PointRows(int count, int dimension, ScalarType type, double divisor)
    {
        if (count < 1 || dimension < 1)
            throw new ArgumentException($"A set of points needs at least one row and one column, but had {count} and {dimension}.");
        if (!(divisor > 0 && double.IsFinite(divisor)))
            throw new ArgumentOutOfRangeException(
                nameof(divisor),
                FormattableString.Invariant($"The divisor must be positive and finite, but was {divisor}.")
            );
        (Count, Dimension, Type, Divisor) = (count, dimension, type, divisor);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>uint8, float32 or float64, as the values are stored.</summary>
    public ScalarType Type { get; }

    /// <summary>What the stored values are to be divided by: 255 of images, else 1 unless the caller says otherwise.</summary>
    public double Divisor { get; }

    /// <summary>The memory of the values, in bytes.</summary>
    public long Bytes =>
        (long)Count
        * Dimension
        * (
            Type == ScalarType.Byte ? 1
            : Type == ScalarType.Float32 ? 4
            : 8
        );

    /// <summary>Whether every stored value is an integer from 0 to 255 by its type, so that sums of products can be exact.</summary>
    public bool AreBytes => Type == ScalarType.Byte;

    /// <summary>The examples of a data set, each a row of C · H · W pixels to be divided by 255, or of raw values as they are.</summary>
    /// <param name="images">The examples; those that are not in memory are read into it.</param>
    public static PointRows Of(Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        // All rows are looked at many times, so that streamed pixels are brought into memory.
        IPixelSource pixels = images.Pixels.IsResident ? images.Pixels : images.Pixels.ToMemory();
        var (count, dimension, divisor) = (images.Count, images.Shape.Size, pixels.Scale.Divisor());
        return pixels.Memory<byte>() is { } bytes ? new MemoryRows<byte>(count, dimension, divisor, bytes)
            : pixels.Memory<float>() is { } floats ? new MemoryRows<float>(count, dimension, divisor, floats)
            : new MemoryRows<double>(count, dimension, divisor, pixels.Memory<double>()!.Value);
    }

    /// <summary>The caller's points.</summary>
    /// <param name="values">n · d values, row after row.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="divisor">What they are to be divided by, positive and finite. Default: 1.</param>
    /// <exception cref="ArgumentException">There is no row, or the length is no multiple of d.</exception>
    public static PointRows Of(ReadOnlyMemory<double> values, int dimension, double divisor = 1) =>
        new MemoryRows<double>(Rows(values.Length, dimension), dimension, divisor, values);

    /// <inheritdoc cref="Of(ReadOnlyMemory{double}, int, double)"/>
    public static PointRows Of(ReadOnlyMemory<float> values, int dimension, double divisor = 1) =>
        new MemoryRows<float>(Rows(values.Length, dimension), dimension, divisor, values);

    /// <inheritdoc cref="Of(ReadOnlyMemory{double}, int, double)"/>
    public static PointRows Of(ReadOnlyMemory<byte> values, int dimension, double divisor = 1) =>
        new MemoryRows<byte>(Rows(values.Length, dimension), dimension, divisor, values);

    /// <summary>The caller's points.</summary>
    /// <param name="values">n rows of d values.</param>
    /// <exception cref="ArgumentException">There is no row or no column.</exception>
    public static PointRows Of(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ArrayRows(values);
    }

    /// <summary>The rows of a tensor, which stays the caller's and must outlive them.</summary>
    /// <param name="values">(n, d), uint8, float32 or float64, row-major on the CPU.</param>
    /// <param name="divisor">What they are to be divided by, positive and finite. Default: 1.</param>
    /// <exception cref="ArgumentException">The shape, the type or the place is another.</exception>
    public static PointRows Of(Tensor values, double divisor = 1)
    {
        TensorMemory.ThrowIfUnreadable(values, "points", nameof(values));
        if (values.shape.Length != 2)
            throw new ArgumentException($"Points must have the shape (n, d), but had ({string.Join(", ", values.shape)}).", nameof(values));
        if (!values.is_contiguous() || values.device.type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException(
                "Points must lie row after row on the CPU, but did not; make them contiguous().cpu().",
                nameof(values)
            );
        return values.dtype switch
        {
            ScalarType.Byte => new TensorRows<byte>(values, divisor),
            ScalarType.Float32 => new TensorRows<float>(values, divisor),
            ScalarType.Float64 => new TensorRows<double>(values, divisor),
            _ => throw new ArgumentException($"Points must be uint8, float32 or float64, but were {values.dtype}.", nameof(values)),
        };
    }

    /// <summary>One row as it is stored.</summary>
    /// <typeparam name="T">byte, float or double, as <see cref="Type"/> says.</typeparam>
    /// <param name="row">Which, in [0, n).</param>
    /// <returns>d values.</returns>
    /// <exception cref="InvalidOperationException">The values are of another type.</exception>
    public abstract ReadOnlySpan<T> Row<T>(int row)
        where T : unmanaged;

    /// <summary>One value as it is stored, exact in float64.</summary>
    /// <param name="row">The row, in [0, n).</param>
    /// <param name="column">The column, in [0, d).</param>
    public abstract double Value(int row, int column);

    /// <summary>Whether two rows have equal values; 0 and −0 are equal.</summary>
    /// <param name="first">A row, in [0, n).</param>
    /// <param name="second">Another row, in [0, n).</param>
    public abstract bool AreEqual(int first, int second);

    /// <summary>The values as a tensor, over the same memory where they lie in an array or a tensor, else a copy.</summary>
    /// <returns>(n, d), of the stored type, on the CPU, not divided; the caller's, and not to be written to.</returns>
    public abstract Tensor ToTensor();

    /// <summary>Copies rows as they are stored, as float64.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="values">Takes as many rows of d values as fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many rows.</exception>
    public void CopyRows(int first, Span<double> values)
    {
        var rows = values.Length / Dimension;
        if (first < 0 || first + rows > Count)
            throw new ArgumentOutOfRangeException(
                nameof(first),
                $"Rows must lie in [0, {Count - 1}], but {first} to {first + rows - 1} were asked for."
            );
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < Dimension; j++)
            values[i * Dimension + j] = Value(first + i, j);
    }

    /// <summary>The first two rows that are the same, bit by bit, in the order of the later one; null where all differ.</summary>
    /// <remarks>O(n d), by a hash of each row; rows of equal hashes are compared in full.</remarks>
    public (int First, int Second)? FindIdentical()
    {
        var seen = new Dictionary<ulong, List<int>>(Count);
        for (var i = 0; i < Count; i++)
        {
            var hash = Hash(RowBytes(i));
            if (!seen.TryGetValue(hash, out var alike))
                seen[hash] = alike = [];
            foreach (var j in alike)
                if (RowBytes(i).SequenceEqual(RowBytes(j)))
                    return (j, i);
            alike.Add(i);
        }

        return null;
    }

    private protected abstract ReadOnlySpan<byte> RowBytes(int row);

    private static int Rows(int length, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return length % dimension == 0
            ? length / dimension
            : throw new ArgumentException($"Points must have a multiple of {dimension} values, but had {length}.");
    }

    private static ulong Hash(ReadOnlySpan<byte> row)
    {
        var hash = 0xcbf29ce484222325;
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        foreach (var word in words)
            hash = (BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;
        foreach (var last in row[(words.Length * sizeof(ulong))..])
            hash = (hash ^ last) * 0x100000001b3;
        return hash;
    }
}
