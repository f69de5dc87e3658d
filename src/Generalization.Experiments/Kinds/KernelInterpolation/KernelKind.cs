using System.Collections.Immutable;
using System.Globalization;
using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Kernel regressions.</summary>
public sealed class KernelKind : ExperimentKind<KernelExperiment, KernelResult>
{
    private KernelKind()
        : base("kernel", "kernel") { }

    /// <summary>The kind.</summary>
    public static KernelKind Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns => KernelColumns.All;

    /// <inheritdoc/>
    protected override KernelExperiment Standard => new() { Dataset = "" };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset"];

    /// <inheritdoc/>
    protected override ImmutableArray<string> FirstSchema =>
        ["dataset", "train", "test", "kernel", "gamma", "features", "filters", "ridge", "labels", "solver"];

    /// <inheritdoc/>
    public override bool WouldRepeat(Exception error) =>
        error is NotPositiveDefiniteException or NotConvergedException or SingularMatrixException;

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(KernelExperiment experiment) => new(experiment.Dataset);

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(KernelExperiment experiment, KernelResult? result) =>
        new(experiment.Dataset, result?.N ?? experiment.Train + (experiment.Appended ?? 0), result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(KernelExperiment experiment) => KernelWords.Of(experiment);

    /// <inheritdoc/>
    protected override string Describe(KernelResult result) =>
        result.Appended is null && result.Centres is null
            ? $"test error {KindWords.Percent(result.TestErrorRate)}"
            : string.Create(CultureInfo.InvariantCulture, $"‖w‖ {result.Norm:G4}, test error {KindWords.Percent(result.TestErrorRate)}");

    /// <inheritdoc/>
    protected override string? DifferencesOf(KernelExperiment experiment) => KernelWords.Differences(experiment);

    /// <inheritdoc/>
    protected override void CheckTogether(KernelExperiment experiment, ExperimentCatalog catalog) => experiment.CheckTogether();

    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        KernelExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<KernelExperiment, KernelResult>> finished
    ) => KernelEstimate.Seconds(experiment, finished);

    /// <summary>Those that differ in their labels, the appended images' too, and targets alone share one factorization.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">Another.</param>
    protected override bool ShareWork(KernelExperiment one, KernelExperiment other) =>
        one with
        {
            Labels = other.Labels,
            Probability = other.Probability,
            AppendedLabels = other.AppendedLabels,
            Targets = other.Targets,
        } == other;

    /// <inheritdoc/>
    protected override KindOutcome Run(KernelExperiment experiment, IExperimentContext context) => KernelJob.Run([context])[0];

    /// <inheritdoc/>
    protected override ImmutableArray<KindOutcome> RunTogether(IReadOnlyList<IExperimentContext> runs) => KernelJob.Run(runs);
}
