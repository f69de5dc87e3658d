using Generalization.Identity;
using TorchSharp;

namespace Generalization.Training;

/// <summary>Counts the tensors that are alive on a training's thread, and says where in a step they grew.</summary>
/// <remarks>What the first epoch leaves is what a training keeps: the optimizer's state, sums of observers. From the second one on nothing
/// is to be added.</remarks>
internal sealed class LeakWatch
{
    private static readonly string[] Names = ["the gradient (network or loss)", "the update", "an observer or a metric"];

    private readonly long[] grown = new long[Names.Length];
    private long outside;
    private long? before;

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Begins a step.</summary>
    /// <param name="scope">The step's.</param>
    public void Begin(DisposeScope scope) => outside = Live - scope.DisposablesCount;

    /// <summary>Ends a part of a step: 0 the gradient, 1 the update, 2 observers.</summary>
    /// <param name="part">The part.</param>
    /// <param name="scope">The step's, which disposes of what is still in it.</param>
    public void End(int part, DisposeScope scope)
    {
        var now = Live - scope.DisposablesCount;
        grown[part] += now - outside;
        outside = now;
    }

    /// <summary>Compares the end of an epoch with that of the one before.</summary>
    /// <param name="epoch">The epoch, which has ended and let go of what is its own.</param>
    /// <exception cref="FaultyPartException">More tensors are alive.</exception>
    public void EndEpoch(int epoch)
    {
        var now = Live;
        if (before is { } then && now > then)
        {
            var part = Array.IndexOf(grown, grown.Max());
            var where = grown[part] > 0 ? $"{Names[part]} left {grown[part]} of them" : "they were left outside of the steps";
            throw new FaultyPartException(
                $"An epoch must leave as many tensors alive as the one before, but epoch {epoch} left {now - then} more, {now} in all, and "
                    + $"{where}; dispose of what is detached from its scope, or replace what is kept."
            );
        }

        before = now;
        Array.Clear(grown);
    }
}
