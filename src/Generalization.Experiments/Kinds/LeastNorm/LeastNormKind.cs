using System.Collections.Immutable;
using System.Globalization;

namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>Linear problems with more pixels than images.</summary>
public sealed class LeastNormKind : ExperimentKind<LeastNormExperiment, LeastNormResult>
{
    private LeastNormKind()
        : base("least-norm", "leastNorm") { }

    /// <summary>The kind.</summary>
    public static LeastNormKind Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns { get; } =
    [
        Found("leastNorm", r => r.Interpolants[0].Norm),
        Found("leastNormTestErrors", r => r.Interpolants[0].TestErrors),
        Found("largestDistance", r => r.Interpolants.Max(i => i.Distance)),
        Found("hessianRank", r => r.Hessian.Rank),
    ];

    /// <inheritdoc/>
    protected override LeastNormExperiment Standard => new() { Dataset = "" };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset"];

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(LeastNormExperiment experiment) => new(experiment.Dataset);

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(LeastNormExperiment experiment, LeastNormResult? result) =>
        new(experiment.Dataset, result?.N ?? experiment.N, result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(LeastNormExperiment experiment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"interpolants of least norm, {experiment.N:N0} images of {experiment.Dataset}, seed {experiment.Seed}"
        );

    /// <inheritdoc/>
    protected override string Describe(LeastNormResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"least norm {result.Interpolants[0].Norm:G4}, test error {KindWords.Percent(Rate(result))}"
        );

    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        LeastNormExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<LeastNormExperiment, LeastNormResult>> finished
    ) =>
        finished.IsEmpty
            ? null
            : finished.Average(p => p.Seconds / ((double)p.Experiment.N * p.Experiment.Epochs)) * experiment.N * experiment.Epochs;

    /// <inheritdoc/>
    protected override KindOutcome Run(LeastNormExperiment experiment, IExperimentContext context) => LeastNormJob.Run(experiment, context);

    private static double Rate(LeastNormResult result) => (double)result.Interpolants[0].TestErrors / result.TestCount;

    private static RunColumn Found(string name, Func<LeastNormResult, object?> of) =>
        new(name, r => r.Result?.Numbers is LeastNormResult l ? of(l) : null);
}
