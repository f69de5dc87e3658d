using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>A change of a data set, as an immutable description. The same description, seed and data give the same bits.</summary>
public abstract record DatasetCorruption
{
    /// <summary>The name used on command lines and in results, for example "random-labels".</summary>
    public abstract string Name { get; }

    /// <summary>The share p of labels that are drawn anew; null for a corruption that does not touch labels.</summary>
    public virtual double? LabelProbability => null;

    /// <summary>The description with every statistic of the training set that it needs. It then means the same for any subset.</summary>
    /// <param name="train">The training set.</param>
    public virtual DatasetCorruption FitTo(Dataset train) => this;

    /// <summary>Applies it to one split.</summary>
    /// <remarks>Example i's draws depend on (seed, purpose, split, index of i) alone: a subset of the result is the result of the
    /// subset.</remarks>
    /// <param name="data">The data, which stay as they are.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="token">Ends the work early; nothing is returned then.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract Dataset Apply(Dataset data, ulong seed, CancellationToken token = default);
}
