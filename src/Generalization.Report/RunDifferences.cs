using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Report.Paper;

namespace Generalization.Report;

/// <summary>What a reader must know of a row's runs beside their size: where they depart from the paper's, and what the number leaves
/// open.</summary>
internal static class RunDifferences
{
    public static string? Of(PaperMetric metric, IReadOnlyList<RunRecord> runs)
    {
        string?[] words = [Of(runs[0].Experiment), metric.IsOfTest ? Ended(runs) : null, Plain(runs)];
        return words.Any(w => w is not null) ? string.Join("; ", words.OfType<string>()) : null;
    }

    /// <summary>Where an experiment departs from the paper's; null for nothing.</summary>
    public static string? Of(Experiment experiment) =>
        experiment switch
        {
            TrainingExperiment e => Of(e),
            // The paper states no γ.
            KernelExperiment { Features: not "random-conv" } e => FormattableString.Invariant($"γ {e.Gamma:0.##########}"),
            KernelExperiment { Ridge: > 0 } e => FormattableString.Invariant($"λ {e.Ridge:0.##########}"),
            _ => null,
        };

    private static string? Of(TrainingExperiment e)
    {
        var differences = new List<string>();
        void Add(bool differs, FormattableString words)
        {
            if (differs)
                differences.Add(FormattableString.Invariant(words));
        }

        Add(e.LearningRate is not null, $"learning rate {e.LearningRate}");
        Add(
            e.Decay != 0.95 || e.DecaySteps != 391,
            e.DecaySteps is null ? $"decay {e.Decay} every epoch" : (FormattableString)$"decay {e.Decay} every {e.DecaySteps} steps"
        );
        Add(e.Precision != "float32", $"{e.Precision}");
        Add(e.BatchSize != 128, $"batches of {e.BatchSize}");
        Add(e.Momentum != 0.9, $"momentum {e.Momentum}");
        Add(e.WeightDecay > 0, $"weight decay {e.WeightDecay:0.##########}{(e.WeightDecayOn == "weights" ? " on weights" : "")}");
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    // The paper's trainings went on.
    private static string? Ended(IReadOnlyList<RunRecord> runs)
    {
        var epochs = runs.Where(TrainingRuns.EndedWhenFitted).Select(r => r.Result!.Training!.Epochs).Order().ToArray();
        return epochs.Length == 0 ? null
            : epochs[0] == epochs[^1] ? FormattableString.Invariant($"ended when fitted, after {epochs[0]} epochs")
            : FormattableString.Invariant($"ended when fitted, after {epochs[0]} to {epochs[^1]} epochs");
    }

    // What a constructed network is by Evaluate, its plain form is but nearly.
    private static string? Plain(IReadOnlyList<RunRecord> runs) =>
        runs[0].Result?.FiniteSample is { } r
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"width {r.Width:N0}, {r.Weights:N0} weights; a plain " + $"float64 forward pass is off by {r.ModuleMaxError:G2}"
            )
            : null;
}
