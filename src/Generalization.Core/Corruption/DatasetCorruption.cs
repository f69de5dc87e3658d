using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>What is done to a data set, as an immutable description; the same description, seed and data give the same bits.</summary>
public abstract record DatasetCorruption
{
    /// <summary>The name used on command lines and in results, for example "random-labels".</summary>
    public abstract string Name { get; }

    /// <summary>The share p of labels that are drawn anew; null for what does not touch labels.</summary>
    public virtual double? LabelProbability => null;

    /// <summary>The description with every statistic of the training set that it needs, so that it means the same for any subset.</summary>
    /// <param name="train">The training set.</param>
    public virtual DatasetCorruption FitTo(ImageDataset train) => this;

    /// <summary>Applies it to one split.</summary>
    /// <remarks>Example i's draws depend on (seed, purpose, split, index of i) alone: a subset of the result is the result of the subset.</remarks>
    /// <param name="data">The data, which stay as they are.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="token">Ends the work early; nothing is returned then.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ImageDataset Apply(ImageDataset data, ulong seed, CancellationToken token = default);
}

/// <summary>Applies corruptions to data sets.</summary>
public static class CorruptionExtensions
{
    /// <summary>Fits the corruption to the training set and applies it to both splits, to each as it should be.</summary>
    /// <inheritdoc cref="DatasetCorruption.Apply" path="/*[not(self::summary)]"/>
    public static TrainTestSplit Corrupt(this TrainTestSplit data, DatasetCorruption corruption, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(corruption);
        var fitted = corruption.FitTo(data.Train);
        return new TrainTestSplit(fitted.Apply(data.Train, seed, token), fitted.Apply(data.Test, seed, token));
    }
}

/// <summary>The record of a corruption in a data set's lineage.</summary>
public sealed record CorruptionStep : LineageStep
{
    internal CorruptionStep(
        DatasetCorruption corruption, ulong seed, ContentHash source, ContentHash result, ReadOnlyMemory<int>? permutation = null)
        : base(corruption.ToString(), seed, result) =>
        (Corruption, Source, Permutation) = (corruption, source, permutation);

    /// <summary>What was done.</summary>
    public DatasetCorruption Corruption { get; }

    /// <summary>The hash of the data before.</summary>
    public ContentHash Source { get; }

    /// <summary>The one permutation of positions, where there is one: position i shows what was at Permutation[i]. Else null.</summary>
    public ReadOnlyMemory<int>? Permutation { get; }
}

/// <summary>Nothing: the true labels and pixels, the paper's reference.</summary>
/// <remarks>Source: section 2.1.</remarks>
public sealed record TrueLabels : DatasetCorruption
{
    /// <inheritdoc/>
    public override string Name => "true-labels";

    /// <inheritdoc/>
    public override double? LabelProbability => 0;

    /// <inheritdoc/>
    public override ImageDataset Apply(ImageDataset data, ulong seed, CancellationToken token = default) => data;
}
