using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Torch;

namespace Generalization.Models.FiniteSample;

/// <summary>Theorem 1's two-layer ReLU network, constructed and not trained: c(z) = Σⱼ wⱼ max(⟨a, z⟩ − bⱼ, 0) takes any given values on n
/// distinct points.</summary>
/// <remarks>
/// <para>a (d), b (n) and w (n, c) in float64: 2n + d weights for one output, n·c + n + d for c, which share a and b. n counts distinct
/// points.</para>
/// <para>O(nd + n log n): the projections are sorted, and the triangular system is solved by second differences. Thresholds lie near the
/// previous point, where errors contract: <see cref="FiniteSampleOptions.ThresholdFraction"/>. Source: section 4, Theorem 1; appendix
/// C.</para>
/// </remarks>
public sealed class FiniteSampleNetwork
{
    private readonly double[] direction,
        x;
    private readonly SlopeRecursion pieces;
    private readonly PiecewiseFunction function;

    private FiniteSampleNetwork(
        double[] direction,
        double[] x,
        SlopeRecursion pieces,
        PiecewiseFunction function,
        FiniteSampleEvidence evidence
    ) => (this.direction, this.x, this.pieces, this.function, Evidence) = (direction, x, pieces, function, evidence);

    /// <summary>a, (d).</summary>
    public ImmutableArray<double> Direction => ImmutableCollectionsMarshal.AsImmutableArray(direction);

    /// <summary>The points' projections, ascending, (n).</summary>
    public ImmutableArray<double> Projections => ImmutableCollectionsMarshal.AsImmutableArray(x);

    /// <summary>b, (n): b₁ &lt; x₁ &lt; b₂ &lt; x₂ ….</summary>
    public ImmutableArray<double> Thresholds => ImmutableCollectionsMarshal.AsImmutableArray(pieces.Thresholds);

    /// <summary>w, (n, c), row after row.</summary>
    public ImmutableArray<double> Weights => ImmutableCollectionsMarshal.AsImmutableArray(pieces.Weights);

    /// <summary>c.</summary>
    public int Outputs => pieces.Outputs;

    /// <summary>n·c + n + d; 2n + d for one output.</summary>
    public long WeightCount => pieces.Weights.LongLength + x.Length + direction.Length;

    /// <summary>What is known of the fit.</summary>
    public FiniteSampleEvidence Evidence { get; }

    /// <summary>Constructs the network.</summary>
    /// <param name="points">n points as they are stored, images on the 0–255 scale; equal ones are merged where their targets are.</param>
    /// <param name="targets">n finite targets.</param>
    /// <param name="seed">Decides the directions that are tried.</param>
    /// <param name="options">Default: 8 directions, thresholds at 1/8.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, a value is not finite, or the targets are so large that a weight
    /// would not be.</exception>
    /// <exception cref="ConflictingTargetsException">Two identical points have different targets.</exception>
    /// <exception cref="ProjectionGapException">Two distinct points are too near each other in the best direction.</exception>
    public static FiniteSampleNetwork Fit(PointRows points, ReadOnlySpan<double> targets, ulong seed, FiniteSampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Fit(points, FiniteSampleTargets.Check(targets, points.Count), 1, seed, options ?? new FiniteSampleOptions());
    }

    /// <param name="points">n points as they are stored, images on the 0–255 scale; equal ones are merged where their targets are.</param>
    /// <param name="targets">(n, c), finite.</param>
    /// <param name="seed">Decides the directions that are tried.</param>
    /// <param name="options">Default: 8 directions, thresholds at 1/8.</param>
    /// <inheritdoc cref="Fit(PointRows, ReadOnlySpan{double}, ulong, FiniteSampleOptions?)" path="/*[not(self::param)]"/>
    public static FiniteSampleNetwork Fit(PointRows points, double[,] targets, ulong seed, FiniteSampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        var (values, outputs) = FiniteSampleTargets.Check(targets, points.Count);
        return Fit(points, values, outputs, seed, options ?? new FiniteSampleOptions());
    }

    /// <summary>c(z), (c), in O(d + log n).</summary>
    /// <param name="point">z, d values.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    public double[] Evaluate(ReadOnlySpan<double> point)
    {
        if (point.Length != direction.Length)
            throw new ArgumentException($"A point must have {direction.Length} values, but had {point.Length}.", nameof(point));
        var result = new double[Outputs];
        function.Evaluate(DotProduct.Of<double>(direction, point), result);
        return result;
    }

    /// <summary>c(z) of each point, (m, c).</summary>
    /// <param name="points">m points of d values.</param>
    /// <exception cref="ArgumentException">The dimension is not d.</exception>
    public double[,] Evaluate(PointRows points) => FiniteSampleEvaluation.Of(function, direction, 0, Outputs, points);

    /// <summary>The function along the projection, (c): c at ⟨a, z⟩ = x.</summary>
    /// <param name="projection">x.</param>
    public double[] EvaluateProjection(double projection)
    {
        var result = new double[Outputs];
        function.Evaluate(projection, result);
        return result;
    }

    /// <summary>The network as a float64 module of n·c + n + d trainable parameters; the caller's.</summary>
    public FiniteSampleModule ToModule()
    {
        TorchBackend.EnsureLoaded();
        return new FiniteSampleModule(direction, pieces.Thresholds, pieces.Weights, Outputs);
    }

    private static FiniteSampleNetwork Fit(PointRows points, double[] targets, int outputs, ulong seed, FiniteSampleOptions options)
    {
        var sorted = SortedPoints.Create(points, targets, outputs, seed, options);
        var watch = Stopwatch.StartNew();
        var thresholds = ThresholdPlaces.Of(sorted.X, options.ThresholdFraction, ThresholdPlaces.First(sorted.X));
        var pieces = SlopeRecursion.Solve(sorted.X, FiniteSampleEvaluation.Pick(targets, sorted.Index, outputs), outputs, thresholds, []);
        pieces.ThrowIfNotFinite();
        var function = new PiecewiseFunction(sorted.X, pieces);
        var solving = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var (error, drift) = FiniteSampleEvaluation.Verify(function, sorted.Direction, 0, targets, outputs, points);
        var sums = EvidenceFigures.SumOfMagnitudes(sorted.X, pieces);
        var bound = pieces.Error + EvidenceFigures.Gamma(sorted.X.Length + 2) * sums + drift * EvidenceFigures.Largest(pieces.After);
        var evidence = EvidenceFigures.Evidence(points, sorted, sorted.X, pieces, options, error, sums, bound, solving, watch);
        return new FiniteSampleNetwork(sorted.Direction, sorted.X, pieces, function, evidence);
    }
}
