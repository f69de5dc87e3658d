using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Files;

namespace Generalization.Measures.LearningOrder;

/// <summary>The order in which a training learned its examples, and how surely: plain data, in the training set's order.</summary>
/// <remarks>A presentation is the outputs of the network when the example's batch came, before the update. Right means that the largest
/// output is the label that was trained on.</remarks>
public sealed record LearnedExamples
{
    /// <summary>How often each example was presented; the number of epochs where the training ended with one.</summary>
    public required ImmutableArray<int> Presentations { get; init; }

    /// <summary>How often each example was right at one presentation and wrong at the next. 0 for one that was never right too, which
    /// counts as the most forgotten; see <see cref="IsNeverLearned"/>. Source: Toneva et al. 2019.</summary>
    public required ImmutableArray<int> ForgettingEvents { get; init; }

    /// <summary>The first epoch, from 1, in which each example was right; 0 for one that never was.</summary>
    public required ImmutableArray<int> FirstLearned { get; init; }

    /// <summary>The mean over presentations of the label's output less the largest other output; not a number for an example that was not
    /// presented. Low for wrong labels, since other examples of the true class work against them. Source: Pleiss et al. 2020.</summary>
    public required ImmutableArray<double> AreaUnderMargin { get; init; }

    /// <summary>The mean over presentations of the label's probability, in 0..1: cartography's confidence. Source: Swayamdipta et al.
    /// 2020.</summary>
    public required ImmutableArray<double> MeanProbability { get; init; }

    /// <summary>The standard deviation of the label's probability over presentations, √(Σ (p − mean)² / presentations), in 0..0.5:
    /// cartography's variability.</summary>
    public required ImmutableArray<double> ProbabilityDeviation { get; init; }

    /// <summary>The share of presentations that were right, in 0..1: cartography's correctness.</summary>
    public required ImmutableArray<double> Correctness { get; init; }

    /// <summary>For each finished epoch the share of the examples with a changed label that were given their true label instead, in 0..1;
    /// empty where no label is changed.</summary>
    public required ImmutableArray<double> ChangedAsTrue { get; init; }

    /// <summary>n, the number of examples.</summary>
    public int Count => Presentations.Length;

    /// <summary>The number of examples that were never right.</summary>
    public int NeverLearnedCount => FirstLearned.Count(e => e == 0);

    /// <summary>The share of examples that were right once and never wrong afterwards, in 0..1. Published: 0.917 on MNIST and 0.313 on
    /// CIFAR-10 (Toneva et al. 2019).</summary>
    public double UnforgettableShare =>
        (double)Enumerable.Range(0, Count).Count(i => !IsNeverLearned(i) && ForgettingEvents[i] == 0) / Count;

    /// <summary>Scores by the area under the margin; lower is more suspicious.</summary>
    public SuspicionScores ByAreaUnderMargin => new("area-under-margin", AreaUnderMargin);

    /// <summary>Scores by the first-learned epoch, as its negative: lower, which is later, is more suspicious, and an example that was
    /// never right is the most suspicious, with −(presentations + 1).</summary>
    public SuspicionScores ByFirstLearned =>
        new("first-learned", [.. FirstLearned.Select((epoch, i) => epoch == 0 ? -(Presentations[i] + 1.0) : -epoch)]);

    /// <summary>Scores by the mean probability of the label; lower is more suspicious.</summary>
    public SuspicionScores ByMeanProbability => new("mean-probability", MeanProbability);

    /// <summary>Whether an example was never right.</summary>
    /// <param name="position">Its position in the training set.</param>
    public bool IsNeverLearned(int position) => FirstLearned[position] == 0;

    /// <summary>The positions of all examples, the most forgotten first: those never learned, then by the number of forgetting events; in
    /// order of their positions where that is the same.</summary>
    public IEnumerable<int> MostForgottenFirst() =>
        Enumerable.Range(0, Count).OrderByDescending(i => IsNeverLearned(i) ? int.MaxValue : ForgettingEvents[i]);

    /// <summary>A table with a row for each example, in the training set's order.</summary>
    /// <remarks>Columns: index (in the split as it was read), label, presentations, forgettingEvents, neverLearned, firstLearned (empty
    /// where never), areaUnderMargin, meanProbability, probabilityDeviation, correctness.</remarks>
    /// <param name="train">The training set.</param>
    /// <exception cref="ArgumentException">It has another number of examples.</exception>
    public string ToCsv(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count != Count)
            throw new ArgumentException(
                $"The order of learning is of {Count} examples, but {train.Name} has {train.Count}; give the training set itself.",
                nameof(train)
            );
        return Csv.Text(
            "index,label,presentations,forgettingEvents,neverLearned,firstLearned,areaUnderMargin,meanProbability,probabilityDeviation,"
                + "correctness",
            Enumerable.Range(0, Count).Select(i => Row(train, i))
        );
    }

    private object?[] Row(Dataset train, int i) =>
        [
            train.Indices[i],
            train.ClassNames[(int)train.Labels[i]],
            Presentations[i],
            ForgettingEvents[i],
            IsNeverLearned(i) ? "true" : "false",
            IsNeverLearned(i) ? null : FirstLearned[i],
            Number(AreaUnderMargin[i]),
            Number(MeanProbability[i]),
            Number(ProbabilityDeviation[i]),
            Number(Correctness[i]),
        ];

    // What was not presented has no number.
    private static double? Number(double value) => double.IsNaN(value) ? null : value;
}
