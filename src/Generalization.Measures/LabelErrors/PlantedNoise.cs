using System.Collections.Immutable;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Measures.LabelErrors;

/// <summary>Wrong labels at known places, which a search for label errors should find.</summary>
/// <remarks>A label that was drawn anew and is the same is not wrong. Labels that were wrong before the planting count as right here, so a
/// precision is a little too low.</remarks>
public sealed class PlantedNoise
{
    private readonly bool[] wrong;

    private PlantedNoise(Dataset data)
    {
        Data = data;
        wrong = new bool[data.Count];
        for (var i = 0; i < wrong.Length; i++)
            wrong[i] = data.Labels[i] != data.TrueLabels[i];
    }

    /// <summary>The examples with planted labels.</summary>
    public Dataset Data { get; }

    /// <summary>Which labels are wrong, n.</summary>
    public ReadOnlySpan<bool> Wrong => wrong;

    /// <summary>Plants wrong labels in a training set.</summary>
    /// <param name="clean">The examples; of the training split, since corruptions leave test labels true.</param>
    /// <param name="corruption">What is done to labels.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The examples are a test set, or the corruption is not for them.</exception>
    public static PlantedNoise In(Dataset clean, LabelCorruption corruption, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(corruption);
        CheckTraining(clean);
        return new(corruption.Apply(clean, seed, token));
    }

    /// <summary>Plants wrong labels in an exact number of examples of a training set. Each gets another class; all other classes are
    /// equally likely.</summary>
    /// <param name="clean">The examples, with classes; of the training split.</param>
    /// <param name="share">The share, in [0, 1], of the number of examples, rounded.</param>
    /// <param name="seed">Decides which, and the labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    /// <exception cref="ArgumentException">The examples are a test set, or have no classes or one alone.</exception>
    public static PlantedNoise Exactly(Dataset clean, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(share),
                FormattableString.Invariant($"The share of planted labels must lie in [0, 1], but was {share}.")
            );
        CheckTraining(clean);
        if (clean.ClassCount < 2)
            throw new ArgumentException($"Wrong labels need another class, but {clean.Name} has {clean.ClassCount}.", nameof(clean));
        var key = new RandomKey(seed, RandomPurpose.PlantedLabels);
        var order = key.Stream(0).Permutation(clean.Count);
        var labels = clean.Labels.ToArray();
        foreach (var i in order.AsSpan(0, (int)Math.Round(share * clean.Count)))
            labels[i] = (labels[i] + 1 + key.Stream(clean.Indices[i], 1).NextInt32(clean.ClassCount - 1)) % clean.ClassCount;
        return new(clean.WithLabels(labels, "planted wrong labels", seed));
    }

    /// <summary>The noise that a corruption has planted already: labels that differ from the true ones.</summary>
    /// <param name="corrupted">The examples after a corruption.</param>
    public static PlantedNoise Of(Dataset corrupted)
    {
        ArgumentNullException.ThrowIfNull(corrupted);
        return new(corrupted);
    }

    /// <summary>How many of the issues were planted, and how many of those planted are issues.</summary>
    /// <param name="issues">The issues.</param>
    public Detection Compare(LabelIssues issues)
    {
        ArgumentNullException.ThrowIfNull(issues);
        return Detection.Of(issues.Mask(Data.Count), wrong);
    }

    /// <summary>How well suspicion tells planted labels from others.</summary>
    /// <param name="scores">A score for each example.</param>
    /// <exception cref="ArgumentException">Examples and scores are not one to one, or no label or every label is planted.</exception>
    public Estimate Auroc(IReadOnlyCollection<LabelScore> scores)
    {
        var suspicion = Suspicion(scores);
        return Measures.Auroc.Of(suspicion, wrong);
    }

    /// <summary>The average precision of the ranking by suspicion.</summary>
    /// <inheritdoc cref="Auroc" path="/*[not(self::summary)]"/>
    public double AveragePrecision(IReadOnlyCollection<LabelScore> scores) => Measures.AveragePrecision.Of(Suspicion(scores), wrong);

    /// <summary>Of the issues that were planted, how many suggest the true label.</summary>
    /// <param name="issues">The issues.</param>
    /// <returns>The share with its interval; null where none was planted.</returns>
    public Estimate? RightSuggestions(LabelIssues issues)
    {
        ArgumentNullException.ThrowIfNull(issues);
        ImmutableArray<LabelIssue> planted = [.. issues.Issues.Where(issue => wrong[issue.Example])];
        var right = planted.Count(issue => issue.Suggested == Data.TrueLabels[issue.Example]);
        return planted.IsEmpty ? null : Estimate.OfShare(right, planted.Length);
    }

    private static void CheckTraining(Dataset clean)
    {
        if (clean.Split == DatasetSplit.Test)
            throw new ArgumentException(
                $"Noise is planted in training labels, but {clean.Name} is a test set, whose labels stay true; take the training set.",
                nameof(clean)
            );
    }

    private double[] Suspicion(IReadOnlyCollection<LabelScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var suspicion = new double[Data.Count];
        Array.Fill(suspicion, double.NaN);
        foreach (var score in scores)
            if (score.Example < suspicion.Length)
                suspicion[score.Example] = score.Suspicion;
        var without = Array.FindIndex(suspicion, double.IsNaN);
        return without < 0 && scores.Count == suspicion.Length
            ? suspicion
            : throw new ArgumentException(
                $"There must be one score for each of {Data.Count} examples, but there are {scores.Count}"
                    + (without < 0 ? "" : $", and none for example {without}")
                    + "; score them all.",
                nameof(scores)
            );
    }
}
