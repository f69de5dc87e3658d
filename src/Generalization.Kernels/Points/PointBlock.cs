using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>Some points as a kernel takes them: rows and their squared lengths, on one device.</summary>
public sealed class PointBlock : IDisposable
{
    internal PointBlock(Tensor values)
    {
        Values = values.DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        Squares = (values * values).sum(dim: 1).DetachFromDisposeScope();
    }

    private PointBlock(Tensor values, Tensor squares) =>
        (Values, Squares) = (values.DetachFromDisposeScope(), squares.DetachFromDisposeScope());

    /// <summary>The points, (m, d), float32 or float64.</summary>
    public Tensor Values { get; }

    /// <summary>‖xᵢ‖², (m), of the same type.</summary>
    public Tensor Squares { get; }

    /// <summary>m.</summary>
    public long Count => Values.shape[0];

    internal PointBlock Narrow(long first, long count) => new(Values.narrow(0, first, count), Squares.narrow(0, first, count));

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Squares.Dispose();
    }
}
