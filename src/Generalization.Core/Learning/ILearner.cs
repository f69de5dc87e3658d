using Generalization.Data;

namespace Generalization.Learning;

/// <summary>Learns from labelled examples: a network and its training, a kernel, a construction, a function of the caller's.</summary>
/// <remarks>A learner is an immutable description. The same learner, data, seed and device give the same predictor.</remarks>
public interface ILearner
{
    /// <summary>The name used in results, for example "alexnet" or "gaussian".</summary>
    string Name { get; }

    /// <summary>Fits a training set.</summary>
    /// <param name="train">The training set, with the labels to be learned.</param>
    /// <param name="seed">Decides everything random.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>What was learned; the caller's.</returns>
    /// <exception cref="ArgumentException">The learner cannot take such data.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default);

    /// <summary>Fits the same examples under several labelings. Default: one after another; a kernel needs one factorization for
    /// all.</summary>
    /// <param name="labelings">Data sets that differ in their labels alone, at least one.</param>
    /// <param name="seed">Decides everything random, alike for each.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>A predictor for each labeling; the caller's.</returns>
    /// <exception cref="ArgumentException">There is no labeling, or the learner cannot take such data.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IReadOnlyList<IPredictor> FitAll(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        Labelings.Check(labelings);
        var fitted = new List<IPredictor>();
        try
        {
            foreach (var train in labelings)
                fitted.Add(Fit(train, seed, progress, token));
            return fitted;
        }
        catch
        {
            foreach (var predictor in fitted)
                predictor.Dispose();
            throw;
        }
    }
}
