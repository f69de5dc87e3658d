using Generalization.Data;

namespace Generalization.Learning;

/// <summary>A learner whose outputs on its training examples are linear in their targets: ŷ = H y, with a hat matrix H that does not depend
/// on the labels.</summary>
/// <remarks>Kernel regression, with and without a ridge, and the linear interpolant of least norm. When it is fitted to random signs σ, its
/// real outputs h agree with them by tr(H)/n on average: E (1/n) Σ σᵢ h(xᵢ) = E σᵀHσ/n.</remarks>
public interface IHatTrace : ILearner
{
    /// <summary>Fits the same examples under several labelings, as <see cref="ILearner.FitAll"/> does, and gives the trace of H from the
    /// same work.</summary>
    /// <param name="labelings">Data sets that differ in their labels alone, at least one.</param>
    /// <param name="seed">Decides everything random, alike for each.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>A predictor for each labeling, the caller's, and the trace.</returns>
    /// <exception cref="ArgumentException">There is no labeling, or the learner cannot take such data.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    TracedFits FitAllWithTrace(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    );
}
