using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>Applies corruptions to data sets.</summary>
public static class CorruptionExtensions
{
    /// <summary>Fits the corruption to the training set and applies it to both splits, to each as it should be; to held-out images as to a
    /// test set.</summary>
    /// <inheritdoc cref="DatasetCorruption.Apply" path="/*[not(self::summary)]"/>
    public static TrainTestData Corrupt(
        this TrainTestData data,
        DatasetCorruption corruption,
        ulong seed,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(corruption);
        var fitted = corruption.FitTo(data.Train);
        return new TrainTestData(fitted.Apply(data.Train, seed, token), fitted.Apply(data.Test, seed, token))
        {
            Validation = data.Validation is { } held ? fitted.Apply(held, seed, token) : null,
        };
    }
}
