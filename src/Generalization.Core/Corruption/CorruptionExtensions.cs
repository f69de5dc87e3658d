using Generalization.Data;
using Generalization.Identity;

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
        return new TrainTestData(Apply(fitted, data.Train, seed, token), Apply(fitted, data.Test, seed, token))
        {
            Validation = data.Validation is { } held ? Apply(fitted, held, seed, token) : null,
        };
    }

    // A set that was made anew takes its labels for the true ones.
    private static Dataset Apply(DatasetCorruption corruption, Dataset data, ulong seed, CancellationToken token)
    {
        var result = corruption.Apply(data, seed, token);
        return result.Lineage.Take(data.Lineage.Length).SequenceEqual(data.Lineage)
            ? result
            : throw new FaultyPartException(
                $"A corruption must derive its data from those it is given, but {corruption.Name} gave data of another lineage, whose true "
                    + "labels are lost; make them with WithLabels, WithPixels or Select."
            );
    }
}
