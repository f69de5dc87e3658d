using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Lays branches side by side over the channels; in one pass each where they can, and else by libtorch's own operators.</summary>
internal static class BranchJoin
{
    /// <summary>Runs the branches and joins what comes out.</summary>
    /// <param name="branches">At least one, all with one size of output.</param>
    /// <returns>(n, ΣC, H, W), in the caller's dispose scope.</returns>
    public static Tensor Run(params Branch[] branches)
    {
        using var scope = NewDisposeScope();
        var output =
            branches.All(b => b.IsFused) ? BranchJoinFunction.Run(branches)
            : branches is [var alone] ? alone.Plain()
            : cat([.. branches.Select(b => b.Plain())], 1);
        return output.MoveToOuterDisposeScope();
    }
}
