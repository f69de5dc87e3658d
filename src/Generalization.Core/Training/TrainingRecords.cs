using Generalization.Training.History;

namespace Generalization.Training;

/// <summary>What a training has given so far, and the history made of it.</summary>
internal sealed class TrainingRecords(TrainingParts parts, TrainingClock clock)
{
    private static EpochRecord Nothing { get; } = new(0, 0, 0, 0, 0, null, null, null, null, null, null, null, null, 0);

    public List<EpochRecord> Epochs { get; } = [];

    public List<float> StepLosses { get; } = [];

    /// <summary>The test examples' classes at the last evaluation of this process; null before it.</summary>
    public int[]? TestClasses { get; private set; }

    public float? LastLoss => StepLosses.Count > 0 ? StepLosses[^1] : null;

    /// <summary>Goes on after the steps of another training. What its epochs gave is not here.</summary>
    public void Begin(TrainingHandover handover) =>
        StepLosses.AddRange(Enumerable.Repeat(float.NaN, checked(handover.Epoch * parts.StepsPerEpoch)));

    /// <summary>The record of an epoch whose steps are done, of the steps' losses and the evaluations after them.</summary>
    public EpochRecord Of(int epoch, float[] losses, EvaluationResult? trained, EvaluationResult? tested, EvaluationResult? validated)
    {
        var weighted = 0.0;
        for (var s = 0; s < losses.Length; s++)
            weighted += losses[s] * (double)Math.Min(parts.Options.BatchSize, parts.Train.Count - s * parts.Options.BatchSize);
        var last = StepLosses.Count + losses.Length - 1;
        var online = Online();
        return With(
            Nothing with
            {
                Epoch = epoch,
                Steps = last + 1,
                LearningRate = parts.Options.Schedule.At(last),
                OnlineLoss = weighted / parts.Train.Count,
                OnlineAccuracy = online.All,
                OnlineCleanSubsetAccuracy = online.Clean,
                OnlineCorruptedSubsetAccuracy = online.Changed,
                Seconds = clock.Seconds,
            },
            trained,
            tested,
            validated
        );
    }

    /// <summary>The running accuracies of the epoch; not a number where real targets are learned.</summary>
    public (double All, double? Clean, double? Changed) Online() =>
        parts.Train.TargetCount is null ? parts.Changed.Split(parts.Tally.Correct) : (double.NaN, null, null);

    /// <summary>The last epoch, or that of no training, with what it has not evaluated yet.</summary>
    public EpochRecord Complete(Func<EvaluationResult> train, Func<EvaluationResult?> test, Func<EvaluationResult?> validation)
    {
        var last = Epochs.LastOrDefault() ?? Nothing;
        if (last.TrainAccuracy is null)
            last = With(last, train(), null, null);
        // A training that had ended before it was taken up again has its numbers, but not its classes.
        if (parts.Test is not null && (last.TestAccuracy is null || TestClasses is null))
            last = With(last, null, test(), null);
        if (last.ValidationAccuracy is null && parts.Validation is not null)
            last = With(last, null, null, validation());
        if (Epochs.Count > 0)
            Epochs[^1] = last;
        return last;
    }

    public TrainingHistory History() =>
        new()
        {
            Epochs = [.. Epochs],
            StepLosses = [.. StepLosses],
            FittedSince = parts.FittedSince.Read(),
            TrainCount = parts.Train.Count,
            ChangedCount = parts.Changed.Count,
            TestCount = parts.Test?.Count ?? 0,
            ClassCount = parts.Train.ClassCount,
            Labels = parts.Labels,
            Parameters = parts.Network.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
            Seconds = clock.Seconds,
            ImagesPerSecond = Epochs.Count == 0 ? null : (double)Epochs.Count * parts.Train.Count / clock.StepSeconds,
            Device = parts.Train.Device.type.ToString().ToLowerInvariant(),
            Seed = parts.Seed,
        };

    /// <summary>The history of a training that has ended.</summary>
    /// <param name="last">Its last epoch, complete.</param>
    public TrainingHistory History(EpochRecord last) =>
        History() with
        {
            Train = new Evaluation(last.TrainLoss!.Value, last.TrainAccuracy!.Value) { Metrics = last.TrainMetrics },
            Test = last.TestLoss is { } loss ? new Evaluation(loss, last.TestAccuracy!.Value) { Metrics = last.TestMetrics } : null,
            TestPredictions = [.. TestClasses ?? []],
            CleanSubsetAccuracy = last.CleanSubsetAccuracy,
            CorruptedSubsetAccuracy = last.CorruptedSubsetAccuracy,
        };

    private EpochRecord With(EpochRecord record, EvaluationResult? trained, EvaluationResult? tested, EvaluationResult? validated)
    {
        if (trained is not null)
            record = record with
            {
                TrainLoss = trained.Overall.Loss,
                TrainAccuracy = trained.Overall.Accuracy,
                CleanSubsetAccuracy = trained.Clean,
                CorruptedSubsetAccuracy = trained.Changed,
                TrainMetrics = trained.Overall.Metrics,
            };
        if (validated is not null)
            record = record with { ValidationLoss = validated.Overall.Loss, ValidationAccuracy = validated.Overall.Accuracy };
        TestClasses = tested?.Classes ?? TestClasses;
        if (tested is not null)
            record = record with
            {
                TestLoss = tested.Overall.Loss,
                TestAccuracy = tested.Overall.Accuracy,
                TestMetrics = tested.Overall.Metrics,
            };
        return record;
    }
}
