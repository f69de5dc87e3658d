using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Training.History;

namespace Generalization.Report.Paper;

/// <summary>What trainings have in common, whatever the list that they were started from.</summary>
internal static class TrainingRuns
{
    /// <summary>The training accuracy at which the time to overfit is measured.</summary>
    public const double Overfitted = 0.98;

    /// <summary>The corruption, with p = 0 and p = 1 under their own names.</summary>
    public static string CorruptionOf(TrainingExperiment training) =>
        (training.Corruption, training.Probability) switch
        {
            ("partial-labels", 0) => "true-labels",
            ("partial-labels", 1) => "random-labels",
            var (corruption, _) => corruption,
        };

    public static bool IsPlain(TrainingExperiment training) =>
        training is { Augment: "none", WeightDecay: 0, Dropout: 0 } && IsOfThePaper(training);

    /// <summary>Whether it is trained as the paper trains. A part of the caller's own stands for nothing in the paper, and neither does an
    /// end that the test set has chosen.</summary>
    public static bool IsOfThePaper(TrainingExperiment training) =>
        training is { Input: null, Optimizer: null, Schedule: null, Patience: null };

    /// <summary>Whether a training ended at the moment at which it had fitted.</summary>
    public static bool EndedWhenFitted(Run run) =>
        run is { Experiment: TrainingExperiment { StopWhenFitted: true }, Result.Training.EpochsToFit: not null };

    /// <summary>The same for experiments that differ only in the seed.</summary>
    public static string WithoutSeed(Experiment experiment) => (experiment with { Seed = 0 }).ToJson();

    /// <summary>The same for trainings that differ only in the corruption, the seed and when they end.</summary>
    public static string Settings(TrainingExperiment training) =>
        (
            training with
            {
                Seed = 0,
                Corruption = "true-labels",
                Probability = null,
                Epochs = 0,
                StopWhenFitted = true,
                Patience = null,
                TestEvery = 1,
            }
        ).ToJson();

    /// <summary>How two trainings' settings differ, beside model, corruption, seed and when they end, each first as the usual one; null
    /// where they do not.</summary>
    public static string? SettingsDifference(TrainingExperiment one, TrainingExperiment other)
    {
        if (Settings(one with { Model = other.Model }) == Settings(other))
            return null;
        string Words(TrainingExperiment e) => RunDifferences.DifferencesOf(e) ?? "the usual ones";
        return Words(one) == Words(other) ? "they differ in what is not named here" : $"{Words(one)} against {Words(other)}";
    }

    /// <summary>The steps until the first evaluation with at least a training accuracy; null if never, or where no history was
    /// kept.</summary>
    public static long? StepsTo(Run run, double accuracy) => TrainingHistory.FirstWith(run.History, accuracy)?.Steps;

    /// <summary>Steps to a training accuracy over the mean of those of the same training on true labels; null where either did not come to
    /// it.</summary>
    public static double? RelativeTime(Run run, IReadOnlyList<Run> all, double accuracy)
    {
        if (run is not { Experiment: TrainingExperiment, Result.Training: not null } || StepsTo(run, accuracy) is not { } steps)
            return null;
        return steps / StepsOnTrueLabels(run, all, accuracy);
    }

    /// <summary>The mean steps to a training accuracy of the same training on true labels; null where none came to it.</summary>
    public static double? StepsOnTrueLabels(Run run, IReadOnlyList<Run> all, double accuracy)
    {
        var settings = Settings((TrainingExperiment)run.Experiment);
        var clean = all.Where(r =>
                r is { Experiment: TrainingExperiment { Patience: null } e, Result.Training: not null }
                && CorruptionOf(e) == "true-labels"
                && Settings(e) == settings
            )
            .Select(r => StepsTo(r, accuracy))
            .OfType<long>()
            .ToArray();
        return clean.Length > 0 ? clean.Average() : null;
    }
}
