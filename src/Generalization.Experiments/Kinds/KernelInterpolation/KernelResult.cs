using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Learning;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>One kernel regression. Rates are fractions and times are seconds. A number that does not apply is null.</summary>
public sealed record KernelResult : KindResult
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Describes the outcome for one set of labels.</summary>
    /// <param name="data">The data, with the labels as trained on.</param>
    /// <param name="experiment">What was asked for: the labels, the targets, appended images and the centres.</param>
    /// <param name="model">The kernel, and the features that it was applied to.</param>
    /// <param name="run">The run.</param>
    /// <param name="index">Which of its sets of labels.</param>
    /// <param name="productRate">The machine's float64 matrix-product rate in the same run, in operations a second.</param>
    /// <param name="predictedBytes">The memory that was foretold: the plan's, and the process's before.</param>
    public static KernelResult Of(
        KernelData data,
        KernelExperiment experiment,
        (Kernel Kernel, FeatureMap? Features) model,
        KernelRun run,
        int index,
        double productRate,
        long predictedBytes
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(run);
        var (fit, report) = (run.Fits[index], run.Report);
        var options = report.Plan.Options;
        int? errors = data.Test is { } test ? Classification.Errors(run.TestOutputs[index], test.Labels) : null;
        return new()
        {
            Dataset = data.Name,
            Validation = data.IsHeldOut ? true : null,
            N = data.Train.Count,
            TestCount = data.Test?.Count ?? 0,
            Appended = experiment.Appended,
            AppendedLabels = experiment.Appended is null ? null : experiment.AppendedLabels,
            Labels = experiment.Labels,
            Targets = experiment.Targets == "one-hot" ? null : experiment.Targets,
            Centres = experiment.Centres == "training" ? null : experiment.Centres,
            Kernel = model.Kernel.Name,
            Gamma = KnownKernels.GammaOf(model.Kernel),
            Features = model.Features?.Name,
            Filters = (model.Features as RandomConvolution)?.Options.Filters,
            Ridge = options.Ridge,
            Solver = options.Solver.ToString().ToLowerInvariant(),
            Precision = report.Plan.PrecisionName,
            Seed = options.Seed,
            TestErrors = errors,
            TestErrorRate = (double?)errors / data.Test?.Count,
            TrainErrors = fit.Errors(data.Train.Labels),
            Norm = fit.Solution.Norm,
            NormPerOutput = fit.Solution.NormPerOutput,
            MaxResidual = fit.MaxResidual,
            RelativeResidual = fit.RelativeResidual,
            Iterations = fit.Solution.Iterations,
            ConditionEstimate = report.ConditionEstimate,
            Seconds = run.Seconds,
            FactorGflops = report.FactorOperationsPerSecond / 1e9,
            MatmulGflops = productRate / 1e9,
            PredictedBytes = predictedBytes,
            PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            SpilledBytes = report.Plan.SpilledBytes,
        };
    }

#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
    public required string Dataset { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Validation { get; init; }
    public required int N { get; init; }
    public required int TestCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Appended { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AppendedLabels { get; init; }
    public required string Labels { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Targets { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Centres { get; init; }
    public required string Kernel { get; init; }
    public required double? Gamma { get; init; }
    public required string? Features
    {
        get;
        // Results had the feature map's own name where experiments and command lines have this.
        init => field = value == "random-convolution" ? "random-conv" : value;
    }
    public required int? Filters { get; init; }
    public required double Ridge { get; init; }
    public required string Solver { get; init; }
    public required string Precision { get; init; }
    public required ulong Seed { get; init; }
    public required int? TestErrors { get; init; }
    public required double? TestErrorRate { get; init; }
    public required int TrainErrors { get; init; }
    public required double Norm { get; init; }
    public required IReadOnlyList<double> NormPerOutput { get; init; }
    public required double MaxResidual { get; init; }
    public required double RelativeResidual { get; init; }
    public required int? Iterations { get; init; }
    public required double? ConditionEstimate { get; init; }
    public required KernelSeconds Seconds { get; init; }
    public required double? FactorGflops { get; init; }
    public required double MatmulGflops { get; init; }
    public required long PredictedBytes { get; init; }
    public required long PeakBytes { get; init; }
    public required long SpilledBytes { get; init; }
#pragma warning restore CS1591

    /// <summary>The results as JSON: one object for one set of labels, an array for several.</summary>
    /// <param name="results">The results.</param>
    public static string ToJson(IReadOnlyList<KernelResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Count == 1 ? JsonSerializer.Serialize(results[0], Json) : JsonSerializer.Serialize(results, Json);
    }
}
