namespace Generalization.Measures.Subsets;

/// <summary>What a predictor's outputs are, and so what its confidence φ in a label y is: above 0 where the label is held to be more likely
/// than all others together (or, for margins, than any other).</summary>
public enum ConfidenceKind
{
    /// <summary>No confidence is kept.</summary>
    None,

    /// <summary>Outputs are logits: φ = log p_y / (1 − p_y) of their softmax, which is f_y − log Σ_{c≠y} exp f_c.</summary>
    Logits,

    /// <summary>Outputs are probabilities that sum to 1: φ = log p_y / Σ_{c≠y} p_c, within ±69.</summary>
    Probabilities,

    /// <summary>Outputs are scores of any scale, as a kernel's: φ = f_y − max_{c≠y} f_c; of one output that is a sign ±f, and of one that
    /// is a label −|f − y|.</summary>
    Margin,
}
