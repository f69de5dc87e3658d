namespace Generalization.Measures.LabelErrors;

/// <summary>What labels are ranked by.</summary>
public enum LabelRank
{
    /// <summary>p_y − max over the others of p_j, in −1..1, the smallest first.</summary>
    NormalizedMargin,

    /// <summary>p_y, in 0..1, the smallest first.</summary>
    SelfConfidence,

    /// <summary>H(p) / log k / p_y, the largest first: an uncertain prediction of another class before a certain one.</summary>
    EntropyWeighted,
}
