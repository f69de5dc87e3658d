using System.Collections.Immutable;
using Generalization.Training.History;
using Generalization.Training.Observers;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Trainings of networks.</summary>
public sealed class TrainingKind : ExperimentKind<TrainingExperiment, TrainingResult>
{
    private TrainingKind()
        : base("training", "training") { }

    /// <summary>The kind.</summary>
    public static TrainingKind Instance { get; } = new();

    /// <inheritdoc/>
    public override bool RunsAlone => false;

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns => TrainingColumns.All;

    /// <inheritdoc/>
    protected override TrainingExperiment Standard => new() { Dataset = "", Model = "" };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset", "model"];

    /// <inheritdoc/>
    protected override ImmutableArray<string> FirstSchema =>
        [
            "dataset",
            "train",
            "test",
            "corruption",
            "probability",
            "model",
            "augment",
            "dropout",
            "weightDecay",
            "weightDecayOn",
            "batchSize",
            "momentum",
            "learningRate",
            "decay",
            "decaySteps",
            "epochs",
            "stopWhenFitted",
            "patience",
            "testEvery",
            "precision",
        ];

    /// <inheritdoc/>
    public override bool WouldRepeat(Exception error) =>
        error is NonFiniteLossException or NonFiniteLearningRateException or DeclarationException;

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(TrainingExperiment experiment) =>
        new(experiment.Dataset, experiment.Model)
        {
            Corruption = experiment.Corruption,
            Input = experiment.Input,
            Schedule = experiment.Schedule,
            Optimizer = experiment.Optimizer,
        };

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(TrainingExperiment experiment, TrainingResult? result) =>
        new(experiment.Dataset, result?.TrainCount ?? experiment.Train, result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(TrainingExperiment experiment) => TrainingWords.Of(experiment);

    /// <inheritdoc/>
    protected override string Describe(TrainingResult result) => TrainingWords.Of(result);

    /// <inheritdoc/>
    protected override string? DifferencesOf(TrainingExperiment experiment) => TrainingWords.Differences(experiment, Standard);

    /// <inheritdoc/>
    protected override string? CommandOf(TrainingExperiment experiment) => TrainingCommand.Of(experiment, Standard);

    /// <inheritdoc/>
    protected override string? PartsOf(TrainingExperiment experiment, ExperimentCatalog catalog) =>
        TrainingSetup.PartsOf(experiment, catalog);

    /// <inheritdoc/>
    protected override void CheckTogether(TrainingExperiment experiment, ExperimentCatalog catalog) =>
        TrainingSetup.Check(experiment, catalog);

    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        TrainingExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<TrainingExperiment, TrainingResult>> finished
    ) => TrainingEstimate.Seconds(experiment, run.History, finished);

    /// <inheritdoc/>
    protected override KindOutcome Run(TrainingExperiment experiment, IExperimentContext context) => TrainingJob.Run(experiment, context);
}
