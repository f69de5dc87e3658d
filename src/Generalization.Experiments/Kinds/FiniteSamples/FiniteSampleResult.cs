using System.Diagnostics;
using System.Text.Json;
using Generalization.Models.FiniteSample;
using static TorchSharp.torch;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>One constructed network.</summary>
public sealed record FiniteSampleResult : KindResult
{
    // A module's hidden layer takes rows · n numbers; this many in all stay within a minute, and this many at once within 64 MB.
    private const long MostHidden = 5_000_000_000,
        HiddenAtOnce = 4_000_000;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Describes a two-layer network, with the error of its module on as many of the points as a minute allows.</summary>
    /// <param name="problem">What it was fitted to.</param>
    /// <param name="network">The network.</param>
    /// <param name="token">Ends the work early.</param>
    public static FiniteSampleResult Of(FiniteSampleProblem problem, FiniteSampleNetwork network, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(network);
        using var module = network.ToModule();
        return Of(problem, network.Evidence, 2, network.Projections.Length, network.WeightCount, module, network.Projections.Length, token);
    }

    /// <summary>Describes a deep network.</summary>
    /// <inheritdoc cref="Of(FiniteSampleProblem, FiniteSampleNetwork, CancellationToken)"/>
    public static FiniteSampleResult Of(FiniteSampleProblem problem, DeepFiniteSampleNetwork network, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(network);
        using var module = network.ToModule();
        return Of(problem, network.Evidence, network.Depth, network.Width, network.WeightCount, module, problem.Points.Count, token);
    }

    /// <summary>n, the number of points.</summary>
    public required int N { get; init; }

    /// <summary>d, the dimension of the points.</summary>
    public required int D { get; init; }

    /// <summary>The number of real numbers per point; 1 unless labels are one-hot.</summary>
    public required int Outputs { get; init; }

    /// <summary>k, as in the paper: k − 1 hidden ReLU layers.</summary>
    public required int Depth { get; init; }

    /// <summary>The width of the widest hidden layer.</summary>
    public required int Width { get; init; }

    /// <summary>The free weights, which the construction chooses: 2n + d for depth 2 and one output.</summary>
    public required long Weights { get; init; }

    /// <summary>The network's largest error on its points, in the form that costs O(d + log n) per point; 0 by construction.</summary>
    public required double MaxError { get; init; }

    /// <summary>The largest error of the TorchSharp module, a plain forward pass, on the first <see cref="ModulePoints"/> points.</summary>
    public required double ModuleMaxError { get; init; }

    /// <summary>The smallest distance of neighbouring projections; null for one point.</summary>
    public required double? MinGap { get; init; }

    /// <summary>The smallest eigenvalue of Lemma 1.</summary>
    public required double SmallestEigenvalue { get; init; }

    /// <summary>The largest magnitude of an output weight.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>A bound that the output weights keep.</summary>
    public required double WeightBound { get; init; }

    /// <summary>The number of projections that were tried; the one with the largest <see cref="MinGap"/> was taken.</summary>
    public required int Directions { get; init; }

    /// <summary>The peak memory of the process, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>The seconds of each phase.</summary>
    public required FiniteSampleResultSeconds Seconds { get; init; }

    /// <summary>The largest error that the weights, which are rounded numbers, give in exact arithmetic.</summary>
    public required double WeightsError { get; init; }

    /// <summary>A bound on the module's error in float64, for any order of summation.</summary>
    public required double ModuleErrorBound { get; init; }

    /// <summary>The number of points that the module was run on.</summary>
    public required int ModulePoints { get; init; }

    /// <summary>Where <see cref="ModuleMaxError"/> exceeds 1e-6 of the targets' range, a sentence that says what the module can give and
    /// why; null otherwise.</summary>
    public required string? ModuleRemark { get; init; }

    /// <summary>The results as JSON: one object for one network, an array for several.</summary>
    /// <param name="results">The results.</param>
    public static string ToJson(IReadOnlyList<FiniteSampleResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Count == 1 ? JsonSerializer.Serialize(results[0], Json) : JsonSerializer.Serialize(results, Json);
    }

    private static FiniteSampleResult Of(
        FiniteSampleProblem problem,
        FiniteSampleEvidence evidence,
        int depth,
        int width,
        long weights,
        nn.Module<Tensor, Tensor> module,
        int hidden,
        CancellationToken token
    )
    {
        var rows = (int)Math.Clamp(MostHidden / Math.Max(hidden, 1), 1, problem.Points.Count);
        var moduleError = ModuleError(module, problem, rows, hidden, token);
        var seconds = evidence.Seconds;
        return new()
        {
            N = evidence.Count,
            D = problem.Points.Dimension,
            Outputs = problem.Targets.GetLength(1),
            Depth = depth,
            Width = width,
            Weights = weights,
            MaxError = evidence.MaxError,
            ModuleMaxError = moduleError,
            MinGap = double.IsFinite(evidence.MinGap) ? evidence.MinGap : null,
            SmallestEigenvalue = evidence.SmallestEigenvalue,
            LargestWeight = evidence.LargestWeight,
            WeightBound = evidence.WeightBound,
            Directions = evidence.Directions,
            PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Seconds = new FiniteSampleResultSeconds(
                seconds.Project,
                seconds.Search,
                seconds.Sort,
                seconds.Solve,
                seconds.Verify,
                seconds.Total
            ),
            WeightsError = evidence.WeightsError,
            ModuleErrorBound = evidence.ModuleErrorBound,
            ModulePoints = rows,
            ModuleRemark = evidence.ModuleRemark(moduleError),
        };
    }

    private static double ModuleError(
        nn.Module<Tensor, Tensor> module,
        FiniteSampleProblem problem,
        int rows,
        int hidden,
        CancellationToken token
    )
    {
        var (points, targets) = problem;
        var atOnce = (int)Math.Clamp(HiddenAtOnce / Math.Max(hidden, points.Dimension), 1, rows);
        double worst = 0;
        for (var first = 0; first < rows; first += atOnce)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var none = no_grad();
            var count = Math.Min(atOnce, rows - first);
            var values = new double[count * points.Dimension];
            points.CopyRows(first, values);
            var outputs = module.call(tensor(values, [count, points.Dimension], dtype: ScalarType.Float64)).cpu().data<double>().ToArray();
            for (var i = 0; i < outputs.Length; i++)
                worst = Math.Max(worst, Math.Abs(outputs[i] - targets[first + i / targets.GetLength(1), i % targets.GetLength(1)]));
        }

        return worst;
    }
}
