using Generalization.Data;

namespace Generalization.Learning;

/// <summary>The caller's own learner, made from a function.</summary>
public sealed class FunctionLearner : ILearner
{
    private readonly Func<Dataset, ulong, CancellationToken, IPredictor> fit;

    /// <summary>A learner from a function that fits.</summary>
    /// <param name="name">The name used in results.</param>
    /// <param name="fit">Fits a training set with a seed. The same data and seed must give the same predictor.</param>
    public FunctionLearner(string name, Func<Dataset, ulong, CancellationToken, IPredictor> fit)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, this.fit) = (name, fit ?? throw new ArgumentNullException(nameof(fit)));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return fit(train, seed, token);
    }
}
