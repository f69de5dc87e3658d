using System.Globalization;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Trainings in words.</summary>
internal static class TrainingWords
{
    public static string Of(TrainingExperiment e) => string.Join(", ", Parts(e));

    public static string Of(TrainingResult r) =>
        $"training {KindWords.Percent(r.TrainAccuracy)}, test {KindWords.Percent(r.TestAccuracy)}, {KindWords.Count(r.Epochs, "epoch")}";

    /// <summary>Where a training departs from the usual one; null for nothing.</summary>
    public static string? Differences(TrainingExperiment e, TrainingExperiment usual)
    {
        var differences = new List<string>();
        void Add(bool differs, FormattableString words)
        {
            if (differs)
                differences.Add(FormattableString.Invariant(words));
        }

        Add(e.Input is not null, $"input {e.Input}");
        Add(e.Optimizer is not null, $"optimizer {e.Optimizer}");
        Add(e.Schedule is not null, $"schedule {e.Schedule}");
        Add(e.LearningRate is not null, $"learning rate {e.LearningRate}");
        Add(
            e.Decay != usual.Decay || e.DecaySteps != usual.DecaySteps,
            e.DecaySteps is null ? $"decay {e.Decay} every epoch" : (FormattableString)$"decay {e.Decay} every {e.DecaySteps} steps"
        );
        Add(e.Precision != usual.Precision, $"{e.Precision}");
        Add(e.BatchSize != usual.BatchSize, $"batches of {e.BatchSize}");
        Add(e.Momentum != usual.Momentum, $"momentum {e.Momentum}");
        Add(e.Validation is not null, $"{e.Validation} training images held out");
        Add(e.Patience is not null, $"patience {e.Patience}");
        Add(e.WeightDecay > 0, $"weight decay {KindWords.Plain(e.WeightDecay)}{(e.WeightDecayOn == "weights" ? " on weights" : "")}");
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    private static IEnumerable<string> Parts(TrainingExperiment e)
    {
        yield return PaperNames.OfModel(e.Model);
        yield return PaperNames.OfCorruption(e.Corruption) + (e.Probability is { } p ? $" (p = {KindWords.Plain(p)})" : "");
        if (e.Augment != "none")
            yield return e.Augment;
        if (e.WeightDecay > 0)
            yield return $"weight decay {KindWords.Plain(e.WeightDecay)}";
        if (e.Dropout > 0)
            yield return $"dropout {KindWords.Plain(e.Dropout)}";
        foreach (var (what, name) in new[] { ("input", e.Input), ("optimizer", e.Optimizer), ("schedule", e.Schedule) })
            if (name is not null)
                yield return $"{what} {name}";
        if (e.Patience is { } patience)
            yield return string.Create(CultureInfo.InvariantCulture, $"patience {patience}");
        if (e.Precision != "float32")
            yield return e.Precision;
        yield return KindWords.ImagesOf(e.Train) + e.Dataset;
        if (e.Validation is { } held)
            yield return string.Create(CultureInfo.InvariantCulture, $"{held} of them held out");
        yield return string.Create(CultureInfo.InvariantCulture, $"seed {e.Seed}");
    }
}
