using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Torch;

namespace Generalization.Models.FiniteSample;

/// <summary>Corollary 1's ReLU network of depth k, constructed and not trained: takes any given values on n distinct points.</summary>
/// <remarks>
/// <para>Depth k is the paper's: it counts layers with weights, so h = k − 1 hidden ReLU layers of about n/h units each and a linear
/// read-out; <see cref="FiniteSampleNetwork"/> is depth 2.</para>
/// <para>Each hidden layer represents a block of ⌈n/h⌉ or ⌊n/h⌋ neighbouring points. It takes x = ⟨a, z⟩ − b₁ and the sum of the blocks
/// before it, which pass its ReLU unchanged: x is 0 only where the network is, and the sum is shifted by its least value M. A closing
/// threshold at a block's last point takes its slope back to 0, so large terms cancel within one block only.</para>
/// <para>With K = min(h, n) blocks (the layers before them carry x), free weights are a (d), b₁, n + K − 2 further thresholds, (n + K −
/// 1)·c weights, and M (c) where K &gt; 1: 2n + d + 2K − 1 for one output and K &gt; 1. Weights that are zero or a constant one are not
/// free and not stored; M is used twice and counted once. Source: section 4, Corollary 1.</para>
/// </remarks>
public sealed class DeepFiniteSampleNetwork
{
    private readonly double[] direction,
        x,
        shift;
    private readonly double offset;
    private readonly SlopeRecursion pieces;
    private readonly PiecewiseFunction function;

    private DeepFiniteSampleNetwork(
        int depth,
        double[] direction,
        double offset,
        double[] x,
        double[] shift,
        SlopeRecursion pieces,
        PiecewiseFunction function
    ) =>
        (Depth, this.direction, this.offset, this.x, this.shift, this.pieces, this.function) = (
            depth,
            direction,
            offset,
            x,
            shift,
            pieces,
            function
        );

    /// <summary>k: k − 1 hidden ReLU layers and the linear read-out.</summary>
    public int Depth { get; }

    /// <summary>h = k − 1, the number of hidden ReLU layers.</summary>
    public int HiddenLayers => Depth - 1;

    /// <summary>c.</summary>
    public int Outputs => pieces.Outputs;

    /// <summary>The hidden layers' widths: points, closing threshold, x and sums; each at most ⌈n/h⌉ + 2 + c.</summary>
    public ImmutableArray<int> Widths => [.. Enumerable.Range(0, HiddenLayers).Select(WidthOf)];

    /// <summary>The largest width.</summary>
    public int Width => Enumerable.Range(0, HiddenLayers).Max(WidthOf);

    /// <summary>The number of free weights; 2n + d + 2 min(h, n) − 1 for one output.</summary>
    public long WeightCount =>
        direction.LongLength + x.Length + BlockCount - 1 + pieces.Weights.LongLength + pieces.Closing.LongLength + shift.Length;

    /// <summary>a, (d).</summary>
    public ImmutableArray<double> Direction => ImmutableCollectionsMarshal.AsImmutableArray(direction);

    /// <summary>What is known of the fit; projections are counted from b₁.</summary>
    public FiniteSampleEvidence Evidence { get; private set; } = null!;

    private int BlockCount => pieces.Closed.Length + 1;

    /// <summary>Constructs the network.</summary>
    /// <param name="points">n points as they are stored, images on the 0–255 scale; equal ones are merged where their targets are.</param>
    /// <param name="targets">n finite targets.</param>
    /// <param name="depth">k, at least 3.</param>
    /// <param name="seed">Decides the directions that are tried.</param>
    /// <param name="options">Default: 8 directions, thresholds at 1/8.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, a value is not finite, or the targets are so large that a weight
    /// would not be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The depth is below 3.</exception>
    /// <exception cref="ConflictingTargetsException">Two identical points have different targets.</exception>
    /// <exception cref="ProjectionGapException">Two distinct points are too near each other in the best direction.</exception>
    public static DeepFiniteSampleNetwork Fit(
        PointRows points,
        ReadOnlySpan<double> targets,
        int depth,
        ulong seed,
        FiniteSampleOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(points);
        return Fit(points, FiniteSampleTargets.Check(targets, points.Count), 1, depth, seed, options ?? new FiniteSampleOptions());
    }

    /// <param name="points">n points as they are stored, images on the 0–255 scale; equal ones are merged where their targets are.</param>
    /// <param name="targets">(n, c), finite.</param>
    /// <param name="depth">k, at least 3.</param>
    /// <param name="seed">Decides the directions that are tried.</param>
    /// <param name="options">Default: 8 directions, thresholds at 1/8.</param>
    /// <inheritdoc cref="Fit(PointRows, ReadOnlySpan{double}, int, ulong, FiniteSampleOptions?)" path="/*[not(self::param)]"/>
    public static DeepFiniteSampleNetwork Fit(
        PointRows points,
        double[,] targets,
        int depth,
        ulong seed,
        FiniteSampleOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(points);
        var (values, outputs) = FiniteSampleTargets.Check(targets, points.Count);
        return Fit(points, values, outputs, depth, seed, options ?? new FiniteSampleOptions());
    }

    /// <summary>The network's function at z, (c), in O(d + log n).</summary>
    /// <param name="point">z, d values.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    public double[] Evaluate(ReadOnlySpan<double> point)
    {
        if (point.Length != direction.Length)
            throw new ArgumentException($"A point must have {direction.Length} values, but had {point.Length}.", nameof(point));
        var result = new double[Outputs];
        function.Evaluate(DotProduct.Of<double>(direction, point) - offset, result);
        return result;
    }

    /// <summary>The network's function at each point, (m, c).</summary>
    /// <param name="points">m points of d values.</param>
    /// <exception cref="ArgumentException">The dimension is not d.</exception>
    public double[,] Evaluate(PointRows points) => FiniteSampleEvaluation.Of(function, direction, offset, Outputs, points);

    /// <summary>The network as a float64 module with <see cref="WeightCount"/> trainable parameters; the caller's.</summary>
    public DeepFiniteSampleModule ToModule()
    {
        TorchBackend.EnsureLoaded();
        return new DeepFiniteSampleModule(HiddenLayers, direction, offset, shift, DeepBlock.Of(x, pieces));
    }

    private static DeepFiniteSampleNetwork Fit(
        PointRows points,
        double[] targets,
        int outputs,
        int depth,
        ulong seed,
        FiniteSampleOptions options
    )
    {
        if (depth < 3)
            throw new ArgumentOutOfRangeException(
                nameof(depth),
                $"Depth must be at least 3, two hidden layers and the read-out, but was {depth}; depth 2 is {nameof(FiniteSampleNetwork)}."
            );
        var sorted = SortedPoints.Create(points, targets, outputs, seed, options);
        var watch = Stopwatch.StartNew();
        var offset = ThresholdPlaces.First(sorted.X);
        var x = Array.ConvertAll(sorted.X, v => v - offset);
        SortedPoints.ThrowIfTooNear(x, sorted.Index, options.Directions);
        var blocks = Math.Min(depth - 1, x.Length);
        int[] closed = [.. Enumerable.Range(1, blocks - 1).Select(i => (int)((long)i * x.Length / blocks) - 1)];
        var thresholds = ThresholdPlaces.Of(x, options.ThresholdFraction, 0);
        var pieces = SlopeRecursion.Solve(x, FiniteSampleEvaluation.Pick(targets, sorted.Index, outputs), outputs, thresholds, closed);
        pieces.ThrowIfNotFinite();
        double[] shift = blocks == 1 ? [] : [.. Enumerable.Range(0, outputs).Select(o => -pieces.Lowest[(blocks - 2) * outputs + o])];
        var network = new DeepFiniteSampleNetwork(depth, sorted.Direction, offset, x, shift, pieces, new PiecewiseFunction(x, pieces));
        var solving = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var (error, drift) = FiniteSampleEvaluation.Verify(network.function, sorted.Direction, offset, targets, outputs, points);
        drift += points.AreBytes ? 0 : 2 * EvidenceFigures.Gamma(1) * x[^1];
        var sums = EvidenceFigures.SumOfMagnitudes(x, pieces) + 2 * EvidenceFigures.Largest(shift);
        var bound = pieces.Error + EvidenceFigures.Gamma(network.Width + blocks + 4) * sums + drift * EvidenceFigures.Largest(pieces.After);
        network.Evidence = EvidenceFigures.Evidence(points, sorted, x, pieces, options, error, sums, bound, solving, watch);
        return network;
    }

    // The first unit of the first block carries x itself: its threshold is 0.
    private int WidthOf(int layer)
    {
        var block = layer - (HiddenLayers - BlockCount);
        if (block < 0)
            return 1;
        var (first, end) = DeepBlock.Range(pieces, x.Length, block);
        var more = block < BlockCount - 1;
        return end - first + (more ? 1 : 0) + (block == 0 ? 0 : Outputs + (more ? 1 : 0));
    }
}
