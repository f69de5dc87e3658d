namespace Generalization.Measures.LearningOrder;

/// <summary>Chooses the epoch to stop at, among those with an accuracy on held-out examples.</summary>
public abstract record StopRule
{
    /// <summary>The rule in words, for a page.</summary>
    public abstract string Describe();

    /// <summary>Chooses one.</summary>
    /// <param name="accuracies">The held-out accuracies of the epochs that were evaluated, in their order, at least one; in 0..1.</param>
    /// <param name="heldOutCount">The number of held-out examples, at least 1.</param>
    /// <returns>The position of the chosen one.</returns>
    public abstract int Choose(IReadOnlyList<double> accuracies, int heldOutCount);

    /// <summary>The first position of the largest value.</summary>
    private protected static int FirstBest(IReadOnlyList<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Count; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}
