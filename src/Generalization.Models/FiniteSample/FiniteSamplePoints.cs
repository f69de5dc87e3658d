using System.Runtime.InteropServices;
using Generalization.Data;

namespace Generalization.Models.FiniteSample;

/// <summary>n points in d dimensions as a finite-sample network takes them: rows in their own type, seen where they are and not
/// copied.</summary>
/// <remarks>The caller's array must not change while it is in use. uint8, float32 or float64; each value is exact in float64.</remarks>
public abstract class FiniteSamplePoints
{
    private protected FiniteSamplePoints(int count, int dimension)
    {
        if (count < 1 || dimension < 1)
            throw new ArgumentException($"A set of points needs at least one row and one column, but had {count} and {dimension}.");
        (Count, Dimension) = (count, dimension);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Whether every value is an integer from 0 to 255 by its type, so that projections are exact.</summary>
    public abstract bool AreBytes { get; }

    /// <summary>The images of a data set, each a row of C · H · W pixels on their own scale, mostly 0–255.</summary>
    /// <param name="images">The images.</param>
    public static FiniteSamplePoints Of(Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var pixels = images.Pixels.ToMemory();
        return pixels.Memory<byte>() is { } bytes ? Of(bytes, images.Shape.Size)
            : pixels.Memory<float>() is { } floats ? Of(floats, images.Shape.Size)
            : Of(pixels.Memory<double>()!.Value, images.Shape.Size);
    }

    /// <summary>The caller's points.</summary>
    /// <param name="values">n · d values, row after row.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <exception cref="ArgumentException">There is no row, or the length is no multiple of d.</exception>
    public static FiniteSamplePoints Of(ReadOnlyMemory<double> values, int dimension) =>
        new MemoryRows<double>(Rows(values.Length, dimension), dimension, values);

    /// <inheritdoc cref="Of(ReadOnlyMemory{double}, int)"/>
    public static FiniteSamplePoints Of(ReadOnlyMemory<float> values, int dimension) =>
        new MemoryRows<float>(Rows(values.Length, dimension), dimension, values);

    /// <inheritdoc cref="Of(ReadOnlyMemory{double}, int)"/>
    public static FiniteSamplePoints Of(ReadOnlyMemory<byte> values, int dimension) =>
        new MemoryRows<byte>(Rows(values.Length, dimension), dimension, values);

    /// <summary>The caller's points.</summary>
    /// <param name="values">n rows of d values.</param>
    /// <exception cref="ArgumentException">There is no row or no column.</exception>
    public static FiniteSamplePoints Of(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ViewRows<double>(
            values.GetLength(0),
            values.GetLength(1),
            () => MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length)
        );
    }

    /// <summary>Copies rows, as float64.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="values">Takes as many rows of d values as fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many rows.</exception>
    public void CopyRows(int first, Span<double> values)
    {
        var rows = values.Length / Dimension;
        if (first < 0 || first + rows > Count)
            throw new ArgumentOutOfRangeException(
                nameof(first),
                $"Rows must lie in [0, {Count - 1}], but {first} to {first + rows - 1} " + "were asked for."
            );
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < Dimension; j++)
            values[i * Dimension + j] = Value(first + i, j);
    }

    /// <summary>⟨a, z⟩ of one row, or Σ |aⱼ zⱼ|.</summary>
    internal abstract double Project(int row, ReadOnlySpan<double> direction, bool absolute = false);

    internal abstract bool AreIdentical(int first, int second);

    internal abstract double Value(int row, int column);

    private static int Rows(int length, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return length % dimension == 0
            ? length / dimension
            : throw new ArgumentException($"Points must have a multiple of {dimension} values, but had {length}.");
    }

    private abstract class TypedRows<T>(int count, int dimension) : FiniteSamplePoints(count, dimension)
        where T : unmanaged, IEquatable<T>
    {
        public override bool AreBytes => typeof(T) == typeof(byte);

        internal override double Project(int row, ReadOnlySpan<double> direction, bool absolute = false) =>
            DotProduct.Of(direction, Row(row), absolute);

        // Values, not bits: 0 and −0 are the same point.
        internal override bool AreIdentical(int first, int second) => Row(first).SequenceEqual(Row(second));

        internal override double Value(int row, int column) => DotProduct.Value(Row(row)[column]);

        protected abstract ReadOnlySpan<T> All { get; }

        private ReadOnlySpan<T> Row(int row) => All.Slice(row * Dimension, Dimension);
    }

    private sealed class MemoryRows<T>(int count, int dimension, ReadOnlyMemory<T> values) : TypedRows<T>(count, dimension)
        where T : unmanaged, IEquatable<T>
    {
        protected override ReadOnlySpan<T> All => values.Span;
    }

    private delegate ReadOnlySpan<T> View<T>();

    private sealed class ViewRows<T>(int count, int dimension, View<T> view) : TypedRows<T>(count, dimension)
        where T : unmanaged, IEquatable<T>
    {
        protected override ReadOnlySpan<T> All => view();
    }
}
