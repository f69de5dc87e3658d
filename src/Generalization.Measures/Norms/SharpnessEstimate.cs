namespace Generalization.Measures.Norms;

/// <summary>How much Gaussian noise a network's weights bear, and the PAC-Bayes bound of it. Relative, and not predictive.</summary>
/// <param name="Sigma">σ, the largest standard deviation of the noise that was found whose mean accuracy has not fallen by more than was
/// asked.</param>
/// <param name="TooLarge">The smallest one found whose accuracy has; σ lies below it.</param>
/// <param name="Accuracy">The accuracy on the examples without noise, in 0..1.</param>
/// <param name="AccuracyAtSigma">The accuracy with noise of σ over the draws, with Student's t interval in 0..1.</param>
/// <param name="DistanceSquared">Σ ‖w − w₀‖² over all trained weights; w₀ is 0 where no initial network was given.</param>
/// <param name="Examples">The number of examples that accuracies are on.</param>
/// <param name="TrainCount">n, the number of training examples.</param>
/// <param name="Seed">The seed of the examples and of the noise.</param>
/// <param name="Options">How it was measured.</param>
public sealed record SharpnessEstimate(
    double Sigma,
    double TooLarge,
    double Accuracy,
    Estimate AccuracyAtSigma,
    double DistanceSquared,
    int Examples,
    int TrainCount,
    ulong Seed,
    SharpnessOptions Options
)
{
    /// <summary>1 / σ², which is large for sharp minima.</summary>
    public double Sharpness => 1 / (Sigma * Sigma);

    /// <summary>√((Σ ‖w − w₀‖² / 4σ² + ln(n / σ) + 10) / n). Above 1 it bounds nothing: it compares networks of one data set. Source: Jiang
    /// et al. 2020, the measures "pacbayes-init" and, without an initial network, "pacbayes-orig".</summary>
    public double Bound => Math.Sqrt((DistanceSquared / (4 * Sigma * Sigma) + Math.Log(TrainCount / Sigma) + 10) / TrainCount);
}
