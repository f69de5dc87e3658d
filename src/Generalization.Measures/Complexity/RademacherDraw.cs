namespace Generalization.Measures.Complexity;

/// <summary>One labeling that was drawn and fitted: plain numbers, to be stored and handed back.</summary>
/// <param name="Of">What it is of: learner, data, classes and seed, by which a draw of something else is refused. A learner is known by its
/// name alone: the caller keeps those of other options apart.</param>
/// <param name="Index">Which draw, from 0 on.</param>
/// <param name="Accuracy">The share of the drawn labels that were fitted, in 0..1.</param>
/// <param name="Correlation">(1/n) Σ σᵢ h(xᵢ) of the real outputs, for signs and learners that are linear in their targets; else
/// null.</param>
/// <param name="ExpectedCorrelation">tr(H)/n, the mean of that over all draws, where the learner can give it; else null.</param>
public sealed record RademacherDraw(string Of, int Index, double Accuracy, double? Correlation, double? ExpectedCorrelation);
