using System.Collections.Immutable;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>Trainings by many workers.</summary>
public sealed class DistributedKind : ExperimentKind<DistributedExperiment, DistributedResult>
{
    private DistributedKind()
        : base("distributed", "distributed") { }

    /// <summary>The kind.</summary>
    public static DistributedKind Instance { get; } = new();

    // Simulated networks are small.
    /// <inheritdoc/>
    public override bool RunsAlone => false;

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns { get; } =
    [
        Asked("distributedModel", e => e.Model),
        Asked("distributedCorruption", e => e.Corruption),
        Asked("distributedProbability", e => e.Probability),
        Asked("workers", e => e.Workers),
        Asked("policy", e => e.Policy),
        Asked("remedy", e => e.Remedy),
        Asked("gradients", e => e.Gradients),
        Asked("engine", e => e.Engine),
        Asked("partSize", e => e.BatchSize),
        Asked("distributedLearningRate", e => e.LearningRate),
        Asked("distributedMomentum", e => e.Momentum),
        Asked("blockKib", e => e.BlockKib),
        Found("distributedEpochs", r => r.Epochs),
        Found("distributedEpochsToFit", r => r.EpochsToFit),
        Found("diverged", r => r.Diverged ? "true" : "false"),
        Found("distributedTrainAccuracy", r => r.TrainAccuracy),
        Found("distributedTestAccuracy", r => r.TestAccuracy),
        Found("meanStaleness", r => r.MeanStaleness),
        Found("shareAboveTwiceExpectedStaleness", r => r.ShareAboveTwiceExpected),
        Found("updates", r => r.Updates),
        Found("bytesPulledPerPart", r => r.BytesPulledPerPart),
        Found("bytesPushedPerPart", r => r.BytesPushedPerPart),
        Found("partsLost", r => r.PartsLost),
        Found("timesBack", r => r.TimesBack),
        Found("secondsRecovering", r => r.SecondsRecovering),
    ];

    /// <summary>An experiment with the default of every property.</summary>
    internal static DistributedExperiment Usual => new() { Dataset = "", Model = "" };

    /// <inheritdoc/>
    protected override DistributedExperiment Standard => Usual;

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset", "model"];

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(DistributedExperiment experiment) =>
        new(experiment.Dataset, experiment.Model) { Corruption = experiment.Corruption, Input = experiment.Input };

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(DistributedExperiment experiment, DistributedResult? result) =>
        new(experiment.Dataset, result?.TrainCount ?? experiment.Train, result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(DistributedExperiment experiment) => DistributedWords.Of(experiment);

    /// <inheritdoc/>
    protected override string Describe(DistributedResult result) => DistributedWords.Of(result);

    /// <inheritdoc/>
    protected override string? DifferencesOf(DistributedExperiment experiment) => DistributedWords.Differences(experiment, Standard);

    /// <inheritdoc/>
    protected override string? CommandOf(DistributedExperiment experiment) => DistributedCommand.Of(experiment);

    /// <inheritdoc/>
    protected override string? PartsOf(DistributedExperiment experiment, ExperimentCatalog catalog) =>
        DistributedWords.PartsOf(experiment, catalog);

    /// <inheritdoc/>
    protected override string? RefusalOf(DistributedExperiment experiment, RunnerOptions options, string store) =>
        experiment.Engine == DistributedExperiment.Cluster && options.Cluster is null
            ? DistributedCommand.Refusal(experiment, store)
            : null;

    /// <inheritdoc/>
    protected override void CheckTogether(DistributedExperiment experiment, ExperimentCatalog catalog) => experiment.CheckTogether();

    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        DistributedExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<DistributedExperiment, DistributedResult>> finished
    ) => DistributedEstimate.Seconds(experiment, finished);

    /// <inheritdoc/>
    protected override KindOutcome Run(DistributedExperiment experiment, IExperimentContext context) =>
        DistributedJob.Run(experiment, context);

    private static RunColumn Asked(string name, Func<DistributedExperiment, object?> of) =>
        new(name, r => r.Experiment is DistributedExperiment e ? of(e) : null);

    private static RunColumn Found(string name, Func<DistributedResult, object?> of) =>
        new(name, r => r.Result?.Numbers is DistributedResult found ? of(found) : null);
}
