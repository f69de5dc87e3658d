using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Rows in managed memory, one after the other.</summary>
internal sealed class MemoryRows<T>(int count, int dimension, double divisor, ReadOnlyMemory<T> values)
    : TypedRows<T>(count, dimension, divisor)
    where T : unmanaged, IEquatable<T>
{
    protected override ReadOnlySpan<T> At(int row) => values.Span.Slice(row * Dimension, Dimension);

    public override Tensor ToTensor()
    {
        TorchBackend.EnsureLoaded();
        if (!MemoryMarshal.TryGetArray(values, out var segment))
        {
            var copy = empty([Count, Dimension], Type);
            TensorMemory.Copy(values.Span, copy);
            return copy;
        }

        using var scope = NewDisposeScope();
        var all = frombuffer(segment.Array!, Type);
        return all.narrow(0, segment.Offset, segment.Count).view(Count, Dimension).MoveToOuterDisposeScope();
    }
}
