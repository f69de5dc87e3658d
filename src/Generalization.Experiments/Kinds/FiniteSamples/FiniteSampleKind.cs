using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Generalization.Models.FiniteSample;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>Constructed networks.</summary>
public sealed class FiniteSampleKind : ExperimentKind<FiniteSampleExperiment, FiniteSampleResult>
{
    private FiniteSampleKind()
        : base("finite-sample", "finiteSample") { }

    /// <summary>The kind.</summary>
    public static FiniteSampleKind Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns { get; } =
    [
        Asked("depth", e => e.Depth),
        Asked("targets", e => e.Targets),
        Found("width", r => r.Width),
        Found("weights", r => r.Weights),
        Found("maxError", r => r.MaxError),
        Found("moduleMaxError", r => r.ModuleMaxError),
    ];

    /// <inheritdoc/>
    /// <remarks>3: depth k has k − 1 hidden layers. Before, a depth above 2 was the number of hidden layers.</remarks>
    public override int Schema => 3;

    /// <inheritdoc/>
    protected override FiniteSampleExperiment Standard => new() { N = 1 };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["n"];

    /// <inheritdoc/>
    protected override ImmutableArray<string> FirstSchema => ["dataset", "n", "d", "targets", "depth"];

    /// <inheritdoc/>
    public override JsonObject? WriteFirstSchema(Experiment experiment)
    {
        var json = base.WriteFirstSchema(experiment);
        if (json is null || ((FiniteSampleExperiment)experiment).Depth is 2)
            return json;
        // Two hidden layers could not be named then.
        var hidden = ((FiniteSampleExperiment)experiment).Depth - 1;
        json["depth"] = hidden;
        return hidden > 2 ? json : null;
    }

    /// <inheritdoc/>
    public override bool WouldRepeat(Exception error) => error is ConflictingTargetsException or ProjectionGapException;

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(FiniteSampleExperiment experiment) => new(experiment.Dataset);

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(FiniteSampleExperiment experiment, FiniteSampleResult? result) =>
        new(experiment.Dataset, result?.N ?? experiment.N, null);

    /// <inheritdoc/>
    protected override string Describe(FiniteSampleExperiment experiment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"constructed network, depth {experiment.Depth}, {experiment.N} points of {experiment.Dataset ?? "random numbers"}, "
                + $"{experiment.Targets}, seed {experiment.Seed}"
        );

    /// <inheritdoc/>
    protected override string Describe(FiniteSampleResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"largest error {result.MaxError:G3}, {result.Weights:N0} weights");

    /// <inheritdoc/>
    protected override void CheckTogether(FiniteSampleExperiment experiment, ExperimentCatalog catalog) =>
        FiniteSampleJob.Check(experiment);

    // By the points of others of its construction.
    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        FiniteSampleExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<FiniteSampleExperiment, FiniteSampleResult>> finished
    )
    {
        var alike = finished.Where(p => (p.Experiment.Depth == 2) == (experiment.Depth == 2)).ToArray();
        return alike.Length == 0 ? null : alike.Average(p => p.Seconds / p.Experiment.N) * experiment.N;
    }

    /// <inheritdoc/>
    protected override KindOutcome Run(FiniteSampleExperiment experiment, IExperimentContext context) =>
        FiniteSampleJob.Run(experiment, context);

    /// <inheritdoc/>
    protected override JsonObject Upgrade(JsonObject json, int schema) => WithPapersDepth(json);

    /// <inheritdoc/>
    protected override JsonObject UpgradeResult(JsonObject json, int schema) => WithPapersDepth(json);

    private static JsonObject WithPapersDepth(JsonObject json)
    {
        if (json["depth"] is JsonValue depth && depth.TryGetValue(out int hidden) && hidden is > 2 and < int.MaxValue)
            json["depth"] = hidden + 1;
        return json;
    }

    private static RunColumn Asked(string name, Func<FiniteSampleExperiment, object?> of) =>
        new(name, r => r.Experiment is FiniteSampleExperiment e ? of(e) : null);

    private static RunColumn Found(string name, Func<FiniteSampleResult, object?> of) =>
        new(name, r => r.Result?.Numbers is FiniteSampleResult f ? of(f) : null);
}
