using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>The rows of a tensor on the CPU; a span over all of them would end at 2 GiB.</summary>
internal sealed class TensorRows<T> : TypedRows<T>
    where T : unmanaged, IEquatable<T>
{
    private readonly Tensor values;
    private readonly nint memory;

    public unsafe TensorRows(Tensor values, double divisor)
        : base(checked((int)values.shape[0]), checked((int)values.shape[1]), divisor)
    {
        this.values = values;
        memory = (nint)TensorMemory.Pointer(values);
    }

    public override Tensor ToTensor() => values.alias();

    protected override unsafe ReadOnlySpan<T> At(int row)
    {
        ObjectDisposedException.ThrowIf(values.IsInvalid, values);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return new ReadOnlySpan<T>((T*)memory + (long)row * Dimension, Dimension);
    }
}
