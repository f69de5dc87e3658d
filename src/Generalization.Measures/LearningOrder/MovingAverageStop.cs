namespace Generalization.Measures.LearningOrder;

/// <summary>The epoch whose smoothed held-out accuracy is best, the first of several: the mean over it and the evaluations around it, of
/// those that there are at the ends.</summary>
/// <remarks>It finds the time at which to stop and not the best network: with a constant learning rate networks of neighbouring epochs
/// differ, and the held-out accuracy of each tells of it alone. The mean lies around the epoch and not behind it. See docs/measures.md for
/// what the rules gave.</remarks>
/// <param name="Evaluations">How many evaluations are averaged, odd and at least 1; 1 smooths nothing. Default: 3.</param>
/// <exception cref="ArgumentOutOfRangeException">It is even or below 1.</exception>
public sealed record MovingAverageStop(int Evaluations = 3) : StopRule
{
    /// <inheritdoc cref="MovingAverageStop(int)" path="/param[@name='Evaluations']"/>
    public int Evaluations { get; } =
        Evaluations >= 1 && Evaluations % 2 == 1
            ? Evaluations
            : throw new ArgumentOutOfRangeException(
                nameof(Evaluations),
                FormattableString.Invariant($"Evaluations must be odd and at least 1, but was {Evaluations}.")
            );

    /// <inheritdoc/>
    public override string Describe() =>
        FormattableString.Invariant($"the best mean held-out accuracy over {Evaluations} evaluations around an epoch");

    /// <inheritdoc/>
    public override int Choose(IReadOnlyList<double> accuracies, int heldOutCount)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        var around = Evaluations / 2;
        return FirstBest([
            .. Enumerable
                .Range(0, accuracies.Count)
                .Select(i => accuracies.Skip(i - around).Take(around + 1 + Math.Min(i, around)).Average()),
        ]);
    }
}
