using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Distributed.Blocks;

/// <summary>The parameters of a block as a network's, of which an optimizer makes its update: views of the block's memory, whose gradients
/// are views of another's.</summary>
/// <remarks>A piece of a weight matrix stays a matrix, of one row, since weight decay may tell matrices from the rest.</remarks>
internal sealed class BlockModule : nn.Module
{
    public BlockModule(BlockSlice slice, Tensor weights, Tensor gradient)
        : base(nameof(BlockModule))
    {
        using var scope = NewDisposeScope();
        foreach (var (piece, index) in slice.Pieces.Select((p, i) => (p, i)).Where(p => !p.p.Entry.IsAverage))
        {
            long[] shape = piece.Entry.Shape.Length >= 2 ? [1, piece.Length] : [piece.Length];
            var parameter = new Parameter(weights.narrow(0, piece.FirstInBlock, piece.Length).view(shape));
            register_parameter(NameOf(index), parameter);
            parameter.grad = gradient.narrow(0, piece.FirstInBlock, piece.Length).view(shape);
            parameter.DetachFromDisposeScope();
        }
    }

    /// <summary>The name of a piece's parameter; dots part names of modules.</summary>
    public static string NameOf(int piece) => FormattableString.Invariant($"piece{piece}");
}
