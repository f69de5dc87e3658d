namespace Generalization.Measures.Complexity;

/// <summary>A loss that stability is measured in.</summary>
public enum StabilityLoss
{
    /// <summary>1 where the class is not the label, else 0.</summary>
    ZeroOne,

    /// <summary>−ln p of the label, at most 700: of a network's softmax, or of outputs that are probabilities themselves:
    /// not negative, with rows that sum to 1 within 0.001.</summary>
    CrossEntropy,

    /// <summary>Σ_c (f_c − 1[c is the label])², of learners that are linear in their targets and have an output for each class.</summary>
    Squared,
}
