namespace Generalization.Learning;

/// <summary>Predictors of several labelings, and the trace of the hat matrix that they share.</summary>
/// <param name="Predictors">A predictor for each labeling, in their order.</param>
/// <param name="HatTrace">tr(H), the effective degrees of freedom, in 0..n; null where the learner's solver does not know it.</param>
public sealed record TracedFits(IReadOnlyList<IPredictor> Predictors, double? HatTrace);
