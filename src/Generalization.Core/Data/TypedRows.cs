using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Rows of one type.</summary>
internal abstract class TypedRows<T>(int count, int dimension, double divisor) : PointRows(count, dimension, TypeOf(), divisor)
    where T : unmanaged, IEquatable<T>
{
    public override ReadOnlySpan<TAs> Row<TAs>(int row) =>
        typeof(TAs) == typeof(T)
            ? MemoryMarshal.Cast<T, TAs>(At(row))
            : throw new InvalidOperationException($"The values are {typeof(T).Name}, but {typeof(TAs).Name} were asked for.");

    public override double Value(int row, int column) =>
        At(row)[column] switch
        {
            byte value => value,
            float value => value,
            double value => value,
            _ => throw new NotSupportedException(),
        };

    // Values, not bits: 0 and −0 are the same point.
    public override bool AreEqual(int first, int second) => At(first).SequenceEqual(At(second));

    private protected override ReadOnlySpan<byte> RowBytes(int row) => MemoryMarshal.AsBytes(At(row));

    protected abstract ReadOnlySpan<T> At(int row);

    private static ScalarType TypeOf() =>
        typeof(T) == typeof(byte) ? ScalarType.Byte
        : typeof(T) == typeof(float) ? ScalarType.Float32
        : ScalarType.Float64;
}
