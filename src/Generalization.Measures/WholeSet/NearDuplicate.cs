namespace Generalization.Measures.WholeSet;

/// <summary>Two images that are nearly the same and not quite.</summary>
/// <param name="First">One of them: of the training set, or the earlier one of its set.</param>
/// <param name="Second">The other one.</param>
/// <param name="Correlation">The correlation of their pixels, in −1..1.</param>
public sealed record NearDuplicate(SetExample First, SetExample Second, double Correlation)
{
    /// <summary>Whether one is in the training set and one in the test set.</summary>
    public bool AcrossSplit => First.Split != Second.Split;

    /// <summary>Whether they have two labels: one is wrong, or their classes are told apart by very little.</summary>
    public bool LabelsConflict => First.Label != Second.Label;
}
