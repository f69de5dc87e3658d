using static TorchSharp.torch;

namespace Generalization.Measures.LearningOrder;

/// <summary>Says of each of a row of accuracies whether the mean of the last three is the best so far.</summary>
internal sealed class TrailingBest : IDisposable
{
    private const int Evaluations = 3;

    // How many accuracies there were, the last two, the later one first, and the best mean.
    private double count,
        last,
        before,
        best = -1;

    /// <summary>(4), float64, on the CPU; the row's own.</summary>
    public Tensor State { get; private set; } = tensor(new[] { 0.0, 0, 0, -1 }).DetachFromDisposeScope();

    public bool IsBest(double accuracy)
    {
        count = Math.Min(count + 1, Evaluations);
        var mean = (accuracy + last + before) / Evaluations;
        (before, last) = (last, accuracy);
        // The mean of fewer scatters more and would win by it, so that each takes the place of the one before until there are three.
        var isBest = count < Evaluations || mean > best;
        if (isBest && count == Evaluations)
            best = mean;
        State.Dispose();
        State = tensor(new[] { count, last, before, best }).DetachFromDisposeScope();
        return isBest;
    }

    public void Restore(Tensor state)
    {
        var values = state.data<double>().ToArray();
        (count, last, before, best) = (values[0], values[1], values[2], values[3]);
        State.copy_(state);
    }

    public void Dispose() => State.Dispose();
}
