using Generalization.Data;

namespace Generalization.Learning;

/// <summary>The outcome of learning: outputs for any examples of the shape that it was fitted to.</summary>
public interface IPredictor : IDisposable
{
    /// <summary>k, the number of outputs for an example; at least 1.</summary>
    int OutputCount { get; }

    /// <summary>How outputs become classes. Default: the largest of several outputs, the nearest label of one.</summary>
    DecisionRule Rule => OutputCount == 1 ? DecisionRule.NearestLabel : DecisionRule.LargestOutput;

    /// <summary>The outputs for each example.</summary>
    /// <param name="data">The examples; their labels are not looked at.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>(n, k).</returns>
    /// <exception cref="ArgumentException">The examples have another shape than those that were fitted.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    double[,] Predict(Dataset data, CancellationToken token = default);
}
