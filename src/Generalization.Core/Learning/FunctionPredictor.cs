using Generalization.Data;

namespace Generalization.Learning;

/// <summary>The caller's own predictor, made from a function.</summary>
public sealed class FunctionPredictor : IPredictor
{
    private readonly Func<Dataset, CancellationToken, double[,]> predict;
    private readonly IDisposable? owned;

    /// <summary>A predictor from a function that gives outputs.</summary>
    /// <param name="outputCount">k, at least 1.</param>
    /// <param name="predict">The outputs of each example, (n, k).</param>
    /// <param name="owned">What is disposed with the predictor. Default: nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public FunctionPredictor(int outputCount, Func<Dataset, CancellationToken, double[,]> predict, IDisposable? owned = null)
    {
        OutputCount =
            outputCount >= 1
                ? outputCount
                : throw new ArgumentOutOfRangeException(
                    nameof(outputCount),
                    $"The number of outputs must be at least 1, but was {outputCount}."
                );
        (this.predict, this.owned) = (predict ?? throw new ArgumentNullException(nameof(predict)), owned);
        Rule = outputCount == 1 ? DecisionRule.NearestLabel : DecisionRule.LargestOutput;
    }

    /// <inheritdoc/>
    public int OutputCount { get; }

    /// <inheritdoc/>
    public DecisionRule Rule { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The function gave outputs of another size.</exception>
    public double[,] Predict(Dataset data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var outputs = predict(data, token);
        if (outputs.GetLength(0) != data.Count || outputs.GetLength(1) != OutputCount)
            throw new InvalidOperationException(
                $"A predictor must give ({data.Count}, {OutputCount}) outputs, but its function gave "
                    + $"({outputs.GetLength(0)}, {outputs.GetLength(1)})."
            );
        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();
}
