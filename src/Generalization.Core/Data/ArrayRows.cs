using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>The rows of a rectangular array.</summary>
internal sealed class ArrayRows(double[,] values) : TypedRows<double>(values.GetLength(0), values.GetLength(1), 1)
{
    protected override ReadOnlySpan<double> At(int row) => MemoryMarshal.CreateReadOnlySpan(ref values[row, 0], Dimension);

    public override Tensor ToTensor()
    {
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        return frombuffer(values, Type).view(Count, Dimension).MoveToOuterDisposeScope();
    }
}
