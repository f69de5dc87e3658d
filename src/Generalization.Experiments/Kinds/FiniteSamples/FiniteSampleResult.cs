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

#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
    public required int N { get; init; }
    public required int D { get; init; }
    public required int Outputs { get; init; }
    public required int Depth { get; init; }
    public required int Width { get; init; }
    public required long Weights { get; init; }
    public required double MaxError { get; init; }
    public required double ModuleMaxError { get; init; }
    public required double? MinGap { get; init; }
    public required double SmallestEigenvalue { get; init; }
    public required double LargestWeight { get; init; }
    public required double WeightBound { get; init; }
    public required int Directions { get; init; }
    public required long PeakBytes { get; init; }
    public required FiniteSampleResultSeconds Seconds { get; init; }
    public required double WeightsError { get; init; }
    public required double ModuleErrorBound { get; init; }
    public required int ModulePoints { get; init; }
    public required string? ModuleRemark { get; init; }
#pragma warning restore CS1591

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
