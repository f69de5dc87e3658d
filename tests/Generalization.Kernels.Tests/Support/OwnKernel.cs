using Generalization.Kernels.Functions;
using static TorchSharp.torch;

namespace Generalization.Tests;

/// <summary>A caller's own kernel.</summary>
internal sealed record OwnKernel(Action<Tensor, Tensor, Tensor> Change, Func<Tensor, Tensor> Self) : ProductKernel
{
    public override string Name => "own";

    public override void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares) => Change(products, rowSquares, columnSquares);

    public override Tensor Diagonal(Tensor squares) => Self(squares);
}
