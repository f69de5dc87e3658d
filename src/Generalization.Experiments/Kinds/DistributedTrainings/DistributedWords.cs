using System.Globalization;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>Trainings by many workers in words.</summary>
internal static class DistributedWords
{
    public static string Of(DistributedExperiment e) =>
        string.Join(
            ", ",
            new[]
            {
                $"{PaperNames.OfModel(e.Model)} by {KindWords.Count(e.Workers, e.Engine == "cluster" ? "worker" : "simulated worker")}",
                e.Policy,
                e.Remedy == "none" ? null : "rate divided by staleness",
                e.Gradients == "float32" ? null : $"{e.Gradients} gradients",
                e.LearningRate == DistributedKind.Usual.LearningRate ? null : $"learning rate {KindWords.Plain(e.LearningRate)}",
                PaperNames.OfCorruption(e.Corruption) + (e.Probability is { } p ? $" (p = {KindWords.Plain(p)})" : ""),
                KindWords.ImagesOf(e.Train) + e.Dataset,
                string.Create(CultureInfo.InvariantCulture, $"seed {e.Seed}"),
            }.OfType<string>()
        );

    public static string Of(DistributedResult r) =>
        r.Diverged
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"diverged in epoch {r.Epochs + 1}, a loss was no finite number; mean staleness {r.MeanStaleness:F1}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"training {KindWords.Percent(r.TrainAccuracy)}, test {KindWords.Percent(r.TestAccuracy)}, "
                    + $"{KindWords.Count(r.Epochs, "epoch")}, mean staleness {r.MeanStaleness:F1}"
            );

    /// <summary>The caller's own parts; null where all are this library's own.</summary>
    public static string? PartsOf(DistributedExperiment e, ExperimentCatalog catalog)
    {
        var own = OwnParts.ModelOf(catalog, e.Model);
        return OwnParts.Join(
            OwnParts.Corruption(catalog, e.Corruption),
            OwnParts.Input(catalog, e.Input),
            OwnParts.Loss(own?.Training.Loss),
            OwnParts.InputUnnamed(catalog, e.Model, e.Input, e.UsualInput)
        );
    }

    /// <summary>Where a training departs from the usual one beyond its line; null for nothing.</summary>
    public static string? Differences(DistributedExperiment e, DistributedExperiment usual)
    {
        var differences = new List<string>();
        void Add(bool differs, FormattableString words)
        {
            if (differs)
                differences.Add(FormattableString.Invariant(words));
        }

        Add(e.Input is not null, $"input {e.Input}");
        Add(e.Momentum != usual.Momentum, $"momentum {e.Momentum}");
        Add(e.BatchSize != usual.BatchSize, $"parts of {e.BatchSize}");
        Add(e.BlockKib != usual.BlockKib, $"blocks of {e.BlockKib} KiB");
        Add(
            e.ComputeSeconds != usual.ComputeSeconds || e.ComputeVariation != usual.ComputeVariation,
            $"gradients of {e.ComputeSeconds} s ± {100 * e.ComputeVariation:0.##} %"
        );
        Add(
            e.NetworkSeconds != usual.NetworkSeconds || e.NetworkVariation != usual.NetworkVariation,
            $"messages of {e.NetworkSeconds} s ± {100 * e.NetworkVariation:0.##} %"
        );
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }
}
