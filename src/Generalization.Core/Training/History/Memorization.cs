using System.Collections.Immutable;

namespace Generalization.Training.History;

/// <summary>The order in which a training fitted its examples.</summary>
public static class Memorization
{
    /// <summary>The positions of the training examples, the last memorized one first.</summary>
    /// <remarks>First come those that were wrong when their batch came the last time. The others follow by the epoch since which they have
    /// been right, the latest first. Ties are in order of position.</remarks>
    /// <param name="history">The training.</param>
    public static IEnumerable<int> LastFirst(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return LastFirst(history.FittedSince);
    }

    /// <summary>The same of the epochs themselves.</summary>
    /// <param name="fittedSince"><see cref="TrainingHistory.FittedSince"/>.</param>
    public static IEnumerable<int> LastFirst(ImmutableArray<int> fittedSince)
    {
        var since = fittedSince;
        return Enumerable.Range(0, since.Length).OrderByDescending(i => since[i] == 0 ? int.MaxValue : since[i]);
    }
}
