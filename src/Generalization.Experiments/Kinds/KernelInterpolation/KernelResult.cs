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

    /// <summary>The name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>True where training images took the place of the test set; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Validation { get; init; }

    /// <summary>The number of training images, appended ones included.</summary>
    public required int N { get; init; }

    /// <summary>The number of test images that were tested on; 0 where none is left beside appended ones.</summary>
    public required int TestCount { get; init; }

    /// <summary>The number of test images that were fitted too; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Appended { get; init; }

    /// <summary>The labels of appended images, "true" or "random"; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AppendedLabels { get; init; }

    /// <summary>The training labels: "true", "partial" or "random".</summary>
    public required string Labels { get; init; }

    /// <summary>"signs" where labels became 1 and −1; null where they became 1 and 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Targets { get; init; }

    /// <summary>"gaussian" or "uniform" where the kernel's centres were random points; null where they were the training images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Centres { get; init; }

    /// <summary>The kernel's name.</summary>
    public required string Kernel { get; init; }

    /// <summary>γ, on pixels/255; null where the kernel has none.</summary>
    public required double? Gamma { get; init; }

    /// <summary>What the kernel was applied to: "gabor", "random-conv", or null for pixels.</summary>
    public required string? Features
    {
        get;
        // Results had the feature map's own name where experiments and command lines have this.
        init => field = value == "random-convolution" ? "random-conv" : value;
    }

    /// <summary>The number of filters of random convolution; null for other features.</summary>
    public required int? Filters { get; init; }

    /// <summary>λ, added to the diagonal, at least 0; 0 interpolates.</summary>
    public required double Ridge { get; init; }

    /// <summary>"direct" or "iterative".</summary>
    public required string Solver { get; init; }

    /// <summary>"float64"; "mixed", a float32 factor refined in float64; "float32+float64", the iterative solver's tiles and
    /// residuals.</summary>
    public required string Precision { get; init; }

    /// <summary>The seed that decided everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Test images whose largest output is not their true label; null without test images.</summary>
    public required int? TestErrors { get; init; }

    /// <summary>The share of those, in 0..1; null without test images.</summary>
    public required double? TestErrorRate { get; init; }

    /// <summary>Training images whose largest output is not their label as assigned. Of random convolutional features outputs are computed
    /// anew for at most 128 of them; those of the others are taken to be Y − λα.</summary>
    public required int TrainErrors { get; init; }

    /// <summary>‖w‖ = √(Σ_c α_cᵀ K α_c) over the outputs c; at random centres C with K(C, C).</summary>
    public required double Norm { get; init; }

    /// <summary>The norm of each output.</summary>
    public required IReadOnlyList<double> NormPerOutput { get; init; }

    /// <summary>max |Kα + λα − Y|, in float64 from tiles computed anew; of random convolutional features over at most 128 rows, kept
    /// from the pass that fills the matrix.</summary>
    public required double MaxResidual { get; init; }

    /// <summary>‖Kα + λα − Y‖ / ‖Y‖ in the Frobenius norm, of the same numbers.</summary>
    public required double RelativeResidual { get; init; }

    /// <summary>The iterations of conjugate gradients; null for a direct solution.</summary>
    public required int? Iterations { get; init; }

    /// <summary>The condition number in the 1-norm, estimated from below; null for the iterative solver.</summary>
    public required double? ConditionEstimate { get; init; }

    /// <summary>The seconds of each phase.</summary>
    public required KernelSeconds Seconds { get; init; }

    /// <summary>The rate of the factorization: n³/3, at random centres 2n³/3, over its time, in GFLOP/s; null without one.</summary>
    public required double? FactorGflops { get; init; }

    /// <summary>This machine's float64 matrix-product rate in the same run, in GFLOP/s.</summary>
    public required double MatmulGflops { get; init; }

    /// <summary>The memory that was predicted before anything was allocated, in bytes.</summary>
    public required long PredictedBytes { get; init; }

    /// <summary>The peak memory of the process, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>The bytes on disk.</summary>
    public required long SpilledBytes { get; init; }

    /// <summary>The results as JSON: one object for one set of labels, an array for several.</summary>
    /// <param name="results">The results.</param>
    public static string ToJson(IReadOnlyList<KernelResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Count == 1 ? JsonSerializer.Serialize(results[0], Json) : JsonSerializer.Serialize(results, Json);
    }
}
