using System.Collections.Immutable;
using System.Globalization;
using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>Least squares on random ReLU features.</summary>
public sealed class RandomFeatureKind : ExperimentKind<RandomFeatureExperiment, RandomFeatureResult>
{
    private RandomFeatureKind()
        : base("random-features", "randomFeatures") { }

    /// <summary>The kind.</summary>
    public static RandomFeatureKind Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableArray<RunColumn> Columns { get; } =
    [
        new("featureCount", r => (r.Experiment as RandomFeatureExperiment)?.FeatureCount),
        new("featureRidge", r => (r.Experiment as RandomFeatureExperiment)?.Ridge),
        Found("featureRank", r => r.Rank),
        Found("featureNorm", r => r.Norm),
        Found("featureTrainErrorRate", r => r.TrainErrorRate),
        Found("featureTestErrorRate", r => r.TestErrorRate),
    ];

    /// <inheritdoc/>
    protected override RandomFeatureExperiment Standard => new() { Dataset = "" };

    /// <inheritdoc/>
    protected override ImmutableArray<string> Required => ["dataset"];

    /// <inheritdoc/>
    public override bool WouldRepeat(Exception error) => error is NotPositiveDefiniteException;

    /// <inheritdoc/>
    protected override ExperimentNames NamesOf(RandomFeatureExperiment experiment) => new(experiment.Dataset);

    /// <inheritdoc/>
    protected override ExperimentSize SizeOf(RandomFeatureExperiment experiment, RandomFeatureResult? result) =>
        new(experiment.Dataset, result?.N ?? experiment.N, result?.TestCount ?? experiment.Test);

    /// <inheritdoc/>
    protected override string Describe(RandomFeatureExperiment experiment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"least squares on {experiment.FeatureCount:N0} random ReLU features of {experiment.N:N0} images of {experiment.Dataset}"
                + $"{(experiment.Ridge > 0 ? $", ridge {KindWords.Plain(experiment.Ridge)}" : "")}, seed {experiment.Seed}"
        );

    /// <inheritdoc/>
    protected override string Describe(RandomFeatureResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"test error {KindWords.Percent(result.TestErrorRate)}, ‖w‖ {result.Norm:G4}");

    // Features and predictions grow with the number of features; the square matrix is as large as the smaller of both numbers.
    /// <inheritdoc/>
    protected override double? RemainingSeconds(
        RandomFeatureExperiment experiment,
        Run run,
        ImmutableArray<FinishedExperiment<RandomFeatureExperiment, RandomFeatureResult>> finished
    ) => finished.IsEmpty ? null : finished.Average(p => p.Seconds / Work(p.Experiment)) * Work(experiment);

    /// <inheritdoc/>
    protected override KindOutcome Run(RandomFeatureExperiment experiment, IExperimentContext context) =>
        RandomFeatureJob.Run(experiment, context);

    private static double Work(RandomFeatureExperiment e) => (1000.0 + e.FeatureCount) * (1000.0 + e.N);

    private static RunColumn Found(string name, Func<RandomFeatureResult, object?> of) =>
        new(name, r => r.Result?.Numbers is RandomFeatureResult found ? of(found) : null);
}
