namespace Generalization.Training.History;

/// <summary>Ends when the training accuracy, in evaluation mode, is 1.</summary>
public sealed record Fitted : StoppingRule
{
    /// <summary>"fitted".</summary>
    public override string Describe() => "fitted";

    /// <inheritdoc/>
    public override bool IsMet(IReadOnlyList<EpochRecord> epochs) => epochs[^1].TrainAccuracy == 1;
}
