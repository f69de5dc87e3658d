namespace Generalization.Measures.Probabilities;

/// <summary>How a predictor's outputs become probabilities.</summary>
public enum ProbabilityRule
{
    /// <summary>p_c = exp(f_c) / Σ exp(f_j): for networks that were trained with the cross-entropy. One output is the second of two
    /// classes' logit, σ(f).</summary>
    Softmax,

    /// <summary>For outputs that were fitted to targets by squared error, which estimate the mean of the target and with it the class's
    /// probability.</summary>
    /// <remarks>Of k outputs, for targets of 1 and 0: the nearest point of the simplex, max(0, f_c − τ) with τ such that they sum to 1. It
    /// is never farther from the true probabilities than the outputs are, and leaves outputs that are probabilities as they are. Of one
    /// output: where the sign decides, for targets of ±1, (1 + f)/2 within 0..1; where the nearest label does, the two labels around it
    /// share by nearness.</remarks>
    LeastSquares,

    /// <summary>As they are: the outputs are probabilities already.</summary>
    Given,
}
