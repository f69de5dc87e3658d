using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>What a reader must know of a row's runs beside their size: where they depart from the paper's, and what the number leaves
/// open.</summary>
internal static class RunDifferences
{
    public static string? Of(PaperMetric metric, IReadOnlyList<Run> runs, IReadOnlyList<Run> all)
    {
        string?[] words = [DifferencesOf(runs[0].Experiment), metric.IsOfTest ? Ended(runs) : null, metric.Beside(runs, all)];
        return words.Any(w => w is not null) ? string.Join("; ", words.OfType<string>()) : null;
    }

    /// <summary>Where an experiment departs from the paper's; null for nothing.</summary>
    public static string? DifferencesOf(Experiment experiment) => experiment.Kind.DifferencesOf(experiment);

    // The paper's trainings went on.
    private static string? Ended(IReadOnlyList<Run> runs)
    {
        var epochs = runs.Where(TrainingRuns.EndedWhenFitted).Select(r => r.Result!.Training!.Epochs).Order().ToArray();
        return epochs.Length == 0 ? null
            : epochs[0] == epochs[^1] ? FormattableString.Invariant($"ended when fitted, after {epochs[0]} epochs")
            : FormattableString.Invariant($"ended when fitted, after {epochs[0]} to {epochs[^1]} epochs");
    }
}
