namespace Generalization.Measures.Complexity;

/// <summary>How much a loss differs between two fits over the points.</summary>
/// <param name="Loss">The loss ℓ.</param>
/// <param name="Mean">The mean over the points z of |ℓ(A, z) − ℓ(A′, z)|.</param>
/// <param name="Largest">The largest of them.</param>
public sealed record LossChange(StabilityLoss Loss, double Mean, double Largest);
