using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Generalization.Data;
using Generalization.Models;
using Generalization.Randomness;
using static TorchSharp.torch;

namespace Generalization.Experiments;

/// <summary>Points with targets for a finite-sample network.</summary>
/// <param name="Points">n points.</param>
/// <param name="Targets">(n, c).</param>
public sealed record FiniteSampleProblem(FiniteSamplePoints Points, double[,] Targets)
{
    /// <summary>"random-labels", "random-sign", "random-real", "true-labels".</summary>
    public static ImmutableArray<string> TargetKinds { get; } = ["random-labels", "random-sign", "random-real", "true-labels"];

    /// <summary>Images with targets of a kind.</summary>
    /// <param name="images">The images, with random labels where those are asked for.</param>
    /// <param name="kind">One of <see cref="TargetKinds"/>.</param>
    /// <param name="oneHot">Whether labels become one column per class, instead of their index as one number.</param>
    /// <param name="seed">The seed.</param>
    public static FiniteSampleProblem Of(ImageDataset images, string kind, bool oneHot, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(images);
        var labels = kind is "random-labels" or "true-labels";
        return new FiniteSampleProblem(
            FiniteSamplePoints.Of(images), labels ? OfLabels(images.Labels, oneHot ? images.ClassCount : 1) : Random(images.Count, kind, seed));
    }

    /// <summary>Points drawn from the standard normal distribution, with random targets; labels are classes 0 to 9.</summary>
    /// <param name="count">n.</param>
    /// <param name="dimension">d.</param>
    /// <param name="kind">One of <see cref="TargetKinds"/>, but not true labels.</param>
    /// <param name="oneHot">Whether labels become one column per class.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">True labels were asked for, or there are more values than an array holds.</exception>
    public static FiniteSampleProblem Synthetic(int count, int dimension, string kind, bool oneHot, ulong seed)
    {
        if (kind == "true-labels") throw new ArgumentException("Random points have no true labels; choose random targets.", nameof(kind));
        if ((long)count * dimension > Array.MaxLength)
            throw new ArgumentException($"Random points must have at most {Array.MaxLength} values, but {count} · {dimension} were asked for.", nameof(count));
        var values = GC.AllocateUninitializedArray<double>(count * dimension);
        Parallel.For(0, count, i =>
        {
            var stream = new RandomKey(seed, RandomPurpose.SyntheticPoints).Stream(i);
            for (var j = 0; j < dimension; j += 2)
            {
                var (first, second) = stream.NextGaussianPair();
                values[(long)i * dimension + j] = first;
                if (j + 1 < dimension) values[(long)i * dimension + j + 1] = second;
            }
        });
        if (kind != "random-labels") return new FiniteSampleProblem(FiniteSamplePoints.Of(values, dimension), Random(count, kind, seed));
        var labels = new long[count];
        for (var i = 0; i < count; i++) labels[i] = new RandomKey(seed, RandomPurpose.RandomTargets).Stream(i).NextInt32(10);
        return new FiniteSampleProblem(FiniteSamplePoints.Of(values, dimension), OfLabels(labels, oneHot ? 10 : 1));
    }

    private static double[,] OfLabels(ReadOnlySpan<long> labels, int outputs)
    {
        var targets = new double[labels.Length, outputs];
        for (var i = 0; i < labels.Length; i++)
            if (outputs == 1) targets[i, 0] = labels[i];
            else targets[i, labels[i]] = 1;
        return targets;
    }

    private static double[,] Random(int count, string kind, ulong seed)
    {
        var targets = new double[count, 1];
        for (var i = 0; i < count; i++)
        {
            var stream = new RandomKey(seed, RandomPurpose.RandomTargets).Stream(i);
            targets[i, 0] = kind switch
            {
                "random-sign" => 2 * stream.NextInt32(2) - 1,
                "random-real" => stream.NextDouble(),
                _ => throw new ArgumentException($"Targets must be one of {string.Join(", ", TargetKinds)}, but were {kind}.", nameof(kind)),
            };
        }

        return targets;
    }
}

/// <summary>The seconds of a finite-sample fit.</summary>
#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
public sealed record FiniteSampleResultSeconds(double Project, double Search, double Sort, double Solve, double Verify, double Total);
#pragma warning restore CS1591

/// <summary>One constructed network.</summary>
public sealed record FiniteSampleResult
{
    // A module's hidden layer takes rows · n numbers; this many in all stay within a minute, and this many at once within 64 MB.
    private const long MostHidden = 5_000_000_000, HiddenAtOnce = 4_000_000;
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

    private static FiniteSampleResult Of(FiniteSampleProblem problem, FiniteSampleEvidence evidence, int depth, int width, long weights, nn.Module<Tensor, Tensor> module, int hidden, CancellationToken token)
    {
        var rows = (int)Math.Clamp(MostHidden / Math.Max(hidden, 1), 1, problem.Points.Count);
        var moduleError = ModuleError(module, problem, rows, hidden, token);
        var seconds = evidence.Seconds;
        return new()
        {
            N = evidence.Count, D = problem.Points.Dimension, Outputs = problem.Targets.GetLength(1), Depth = depth, Width = width, Weights = weights,
            MaxError = evidence.MaxError, ModuleMaxError = moduleError, MinGap = double.IsFinite(evidence.MinGap) ? evidence.MinGap : null,
            SmallestEigenvalue = evidence.SmallestEigenvalue, LargestWeight = evidence.LargestWeight, WeightBound = evidence.WeightBound,
            Directions = evidence.Directions, PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Seconds = new FiniteSampleResultSeconds(seconds.Project, seconds.Search, seconds.Sort, seconds.Solve, seconds.Verify, seconds.Total),
            WeightsError = evidence.WeightsError, ModuleErrorBound = evidence.ModuleErrorBound, ModulePoints = rows, ModuleRemark = evidence.ModuleRemark(moduleError),
        };
    }

    private static double ModuleError(nn.Module<Tensor, Tensor> module, FiniteSampleProblem problem, int rows, int hidden, CancellationToken token)
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
