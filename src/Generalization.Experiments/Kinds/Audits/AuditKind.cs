using System.Collections.Immutable;
using System.Globalization;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>The audit of a learner on a data set.</summary>
public sealed class AuditKind : ExperimentKind<AuditExperiment, AuditFindings>
{
    private AuditKind()
        : base("audit", "audit") { }

    /// <summary>The kind.</summary>
    public static AuditKind Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns { get; } =
    [
        new("auditTier", r => (r.Experiment as AuditExperiment)?.Tier),
        Found("auditTrainings", r => r.Trainings),
        Found("auditRademacher", r => r.NumberOf("canMemorize")),
        Found("auditTestError", r => r.NumberOf("newData")),
        Found("auditLabelIssues", r => r.LabelIssues),
        Found("auditPlantedFound", r => r.PlantedFound),
    ];

    /// <inheritdoc/>
    protected override AuditExperiment Standard => new() { Dataset = "" };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset"];

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(AuditExperiment experiment) =>
        new(experiment.Dataset, experiment.Learner == "network" ? experiment.Model : null)
        {
            Corruption = experiment.Corruption,
            Input = experiment.Input,
        };

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(AuditExperiment experiment, AuditFindings? result) =>
        new(experiment.Dataset, result?.N ?? experiment.Train, result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(AuditExperiment experiment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"audit of {(experiment.Learner == "network" ? experiment.Model : "a Gaussian kernel")} on "
                + $"{KindWords.ImagesOf(experiment.Train)}{experiment.Dataset}"
                + $"{(experiment.Corruption == "true-labels" ? "" : $" with {experiment.Corruption}")}"
                + $"{(experiment.Planted > 0 ? $", {KindWords.Percent(experiment.Planted)} of the labels planted wrong" : "")}, "
                + $"{(experiment.Budget is { } seconds ? $"{KindWords.Plain(seconds)} s" : experiment.Tier)}, seed {experiment.Seed}"
        );

    /// <inheritdoc/>
    protected override string Describe(AuditFindings result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Verdict;
    }

    /// <inheritdoc/>
    protected override string? PartsOf(AuditExperiment experiment, ExperimentCatalog catalog)
    {
        var isNetwork = experiment.Learner == "network";
        var own = isNetwork ? OwnParts.ModelOf(catalog, experiment.Model)?.Training : null;
        return OwnParts.Join(
            OwnParts.Corruption(catalog, experiment.Corruption),
            isNetwork ? OwnParts.Input(catalog, experiment.Input) : null,
            OwnParts.Schedule(own?.Schedule),
            OwnParts.Optimizer(own?.Optimizer),
            OwnParts.Loss(own?.Loss),
            isNetwork ? OwnParts.InputAudited(catalog, experiment.Model, experiment.Input) : null
        );
    }

    /// <inheritdoc/>
    protected override void CheckTogether(AuditExperiment experiment, ExperimentCatalog catalog) => AuditJob.CheckUsed(experiment);

    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        AuditExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<AuditExperiment, AuditFindings>> finished
    ) =>
        experiment.Budget
        ?? (
            finished.Where(f => f.Experiment with { Seed = experiment.Seed } == experiment).Select(f => f.Seconds).ToArray()
                is { Length: > 0 } same
                ? same.Average()
                : null
        );

    /// <inheritdoc/>
    protected override KindOutcome Run(AuditExperiment experiment, IExperimentContext context) => AuditJob.Run(experiment, context);

    private static RunColumn Found(string name, Func<AuditFindings, object?> of) =>
        new(name, r => r.Result?.Numbers is AuditFindings found ? of(found) : null);
}
