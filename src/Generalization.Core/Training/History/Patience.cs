namespace Generalization.Training.History;

/// <summary>Ends when the test accuracy has not risen for a number of epochs; where real targets are learned, when the test loss has not
/// fallen. It ends at an epoch that evaluates the test set, so never where none does.</summary>
/// <param name="Epochs">How many, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
public sealed record Patience(int Epochs) : StoppingRule
{
    /// <inheritdoc cref="Patience(int)" path="/param[@name='Epochs']"/>
    public int Epochs { get; } =
        Epochs >= 1 ? Epochs : throw new ArgumentOutOfRangeException(nameof(Epochs), $"Epochs must be at least 1, but was {Epochs}.");

    /// <summary>For example "patience of 5 epochs".</summary>
    public override string Describe() => FormattableString.Invariant($"patience of {Epochs} epochs");

    /// <inheritdoc/>
    public override bool IsMet(IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs[^1].TestMerit is null)
            return false;
        var best = epochs.Count - 1;
        for (var i = best - 1; i >= 0; i--)
            if (epochs[i].TestMerit >= epochs[best].TestMerit)
                best = i;
        return epochs.Count - 1 - best >= Epochs;
    }
}
