using System.Collections.Immutable;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>The columns of trainings.</summary>
internal static class TrainingColumns
{
    public static ImmutableArray<RunColumn> All { get; } =
    [
        Asked("model", e => e.Model),
        Asked("corruption", e => e.Corruption),
        Asked("corruptionProbability", e => e.LabelCorruption),
        Asked("augment", e => e.Augment),
        Asked("weightDecay", e => e.WeightDecay),
        Asked("dropout", e => e.Dropout),
        Asked("precision", e => e.Precision),
        Asked("weightDecayOn", e => e.WeightDecayOn),
        Asked("learningRate", e => e.LearningRate),
        Asked("decay", e => e.Decay),
        Asked("decaySteps", e => e.DecaySteps),
        Asked("batchSize", e => e.BatchSize),
        Asked("momentum", e => e.Momentum),
        Asked("mostEpochs", e => e.Epochs),
        Asked("stopWhenFitted", e => e.StopWhenFitted ? "true" : "false"),
        Asked("patience", e => e.Patience),
        Asked("testEvery", e => e.TestEvery),
        Found("epochs", r => r.Epochs),
        Found("epochsToFit", r => r.EpochsToFit),
        Found("stepsToFit", r => r.StepsToFit),
        Found("epochsTo98", r => r.EpochsTo98),
        Found("epochsTo95", r => r.EpochsTo95),
        Found("steps", r => r.Steps),
        Found("trainLoss", r => r.TrainLoss),
        Found("trainAccuracy", r => r.TrainAccuracy),
        Found("onlineAccuracy", r => r.OnlineAccuracy),
        Found("testLoss", r => r.TestLoss),
        Found("testAccuracy", r => r.TestAccuracy),
        Found("bestTestAccuracy", r => r.BestTestAccuracy),
        Found("cleanSubsetAccuracy", r => r.CleanSubsetAccuracy),
        Found("corruptedSubsetAccuracy", r => r.CorruptedSubsetAccuracy),
        Asked("validation", e => e.Validation),
        Asked("input", e => e.Input),
        Asked("optimizer", e => e.Optimizer),
        Asked("schedule", e => e.Schedule),
        Found("largestTestClass", r => r.LargestTestClass),
        Found("bestValidationEpoch", r => r.BestValidationEpoch),
        Found("testAccuracyAtBestValidation", r => r.TestAccuracyAtBestValidation),
        Found("auxiliaryParameters", r => r.AuxiliaryParameters),
        Found("top5TrainAccuracy", r => r.Top5TrainAccuracy),
        Found("top5TestAccuracy", r => r.Top5TestAccuracy),
        Found("bestTop5TestAccuracy", r => r.BestTop5TestAccuracy),
    ];

    private static RunColumn Asked(string name, Func<TrainingExperiment, object?> of) =>
        new(name, r => r.Experiment is TrainingExperiment e ? of(e) : null);

    private static RunColumn Found(string name, Func<TrainingResult, object?> of) =>
        new(name, r => r.Result?.Numbers is TrainingResult t ? of(t) : null);
}
