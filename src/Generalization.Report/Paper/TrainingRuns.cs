using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>What trainings have in common, whatever the list that they were started from.</summary>
internal static class TrainingRuns
{
    /// <summary>The corruption, with p = 0 and p = 1 under their own names.</summary>
    public static string CorruptionOf(TrainingExperiment training) =>
        (training.Corruption, training.Probability) switch
        {
            ("partial-labels", 0) => "true-labels",
            ("partial-labels", 1) => "random-labels",
            var (corruption, _) => corruption,
        };

    public static bool IsPlain(TrainingExperiment training) => training is { Augment: "none", WeightDecay: 0, Dropout: 0 };

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

    /// <summary>Steps to fit over the mean of those of the same training on true labels; null where either did not fit.</summary>
    public static double? RelativeTime(Run run, IReadOnlyList<Run> all)
    {
        if (run.Experiment is not TrainingExperiment training || run.Result?.Training?.StepsToFit is not { } steps)
            return null;
        var settings = Settings(training);
        var clean = all.Where(r => r.Experiment is TrainingExperiment e && CorruptionOf(e) == "true-labels" && Settings(e) == settings)
            .Select(r => r.Result?.Training?.StepsToFit)
            .OfType<long>()
            .ToArray();
        return clean.Length > 0 ? steps / clean.Average() : null;
    }
}
