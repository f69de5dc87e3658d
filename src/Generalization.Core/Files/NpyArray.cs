using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Generalization.Files;

/// <summary>An array of numbers as numpy saves it: its shape, its type and its bytes, little-endian, the last axis together.</summary>
public sealed class NpyArray
{
    private readonly byte[] bytes;

    internal NpyArray(ImmutableArray<int> shape, NpyType type, byte[] bytes) => (Shape, Type, this.bytes) = (shape, type, bytes);

    /// <summary>The lengths of the axes; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The elements' type.</summary>
    public NpyType Type { get; }

    /// <summary>The number of elements.</summary>
    public int Count => bytes.Length / Type.Size();

    /// <summary>The elements as they are in the file.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Small whole numbers, as uint8.</summary>
    /// <param name="values">The values, the last axis together.</param>
    /// <param name="shape">The lengths of the axes, whose product is the number of values.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static NpyArray Of(ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        new(Checked(shape, values.Length), NpyType.UInt8, values.ToArray());

    /// <summary>Whole numbers, as int32.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, ReadOnlySpan{int})"/>
    public static NpyArray Of(ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[(long)values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        return new(Checked(shape, values.Length), NpyType.Int32, bytes);
    }

    /// <summary>Real numbers, as float64.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, ReadOnlySpan{int})"/>
    public static NpyArray Of(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[(long)values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return new(Checked(shape, values.Length), NpyType.Float64, bytes);
    }

    /// <summary>The elements as float64.</summary>
    /// <returns>The values, the last axis together. An int64 or uint64 beyond 2⁵³ is rounded.</returns>
    public double[] ToDoubles()
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Type.ReadReal(bytes, i);
        return values;
    }

    /// <summary>The elements as int64.</summary>
    /// <returns>The values, the last axis together.</returns>
    /// <exception cref="InvalidOperationException">A value is not a whole number, or is outside int64.</exception>
    public long[] ToIntegers()
    {
        var values = new long[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] =
                Type.TryReadWhole(bytes, i)
                ?? throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"The array must hold whole numbers within 64 bits, but element {i} is {Type.ReadReal(bytes, i)}; round it first."
                    )
                );
        return values;
    }

    private static ImmutableArray<int> Checked(ReadOnlySpan<int> shape, int count)
    {
        long product = 1;
        foreach (var length in shape)
            product *= length;
        return product == count
            ? [.. shape]
            : throw new ArgumentException(
                $"A shape must hold as many elements as there are values, but ({string.Join(", ", shape.ToArray())}) does not hold "
                    + $"{count}.",
                nameof(shape)
            );
    }
}
