using Generalization.Data;
using Generalization.Kernels.Points;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>Centres of a kernel that are drawn at random, and not the training points.</summary>
public static class RandomCentres
{
    private const int RowsAtOnce = 4096;

    /// <summary>Draws centres. Centre i is a function of the seed, i and the points, the same whatever their number.</summary>
    /// <param name="points">The training points, of which the distribution takes its mean and variance, or its range.</param>
    /// <param name="distribution">The distribution.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Centres of the points' dimension, float64; the caller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ArgumentException">There are more values than an array holds.</exception>
    public static PointSet Draw(PointSet points, CentreDistribution distribution, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), $"The number of centres must be at least 1, but was {count}.");
        var d = points.Dimension;
        if ((long)count * d > Array.MaxLength)
            throw new ArgumentException(
                $"Centres must have at most {Array.MaxLength} values in all, but {count} · {d} were asked for; take fewer.",
                nameof(count)
            );
        var (means, deviations) = distribution == CentreDistribution.Gaussian ? Moments(points) : ([], []);
        var (low, high) = distribution == CentreDistribution.Uniform ? Range(points) : default;
        var values = GC.AllocateUninitializedArray<double>(count * d);
        Parallel.For(
            0,
            count,
            i =>
            {
                var stream = new RandomKey(seed, RandomPurpose.KernelCentres).Stream(i);
                var centre = values.AsSpan(i * d, d);
                if (distribution == CentreDistribution.Uniform)
                {
                    foreach (ref var value in centre)
                        value = low + (high - low) * stream.NextDouble();
                    return;
                }

                var normal = new float[d];
                stream.FillGaussian(normal);
                for (var j = 0; j < d; j++)
                    centre[j] = means[j] + deviations[j] * normal[j];
            }
        );
        return PointSet.Of(PointRows.Of(values, d));
    }

    // Means first and then squared differences, which cancel nothing.
    private static (double[] Means, double[] Deviations) Moments(PointSet points)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var means = zeros([points.Dimension], ScalarType.Float64);
        ForEachBlock(points, rows => means.PlusInPlace(rows.sum(dim: 0)));
        means.DividedByInPlace(points.Count);
        var squares = zeros([points.Dimension], ScalarType.Float64);
        ForEachBlock(points, rows => squares.PlusInPlace((rows - means).Squared().sum(dim: 0)));
        return (means.data<double>().ToArray(), squares.DividedByInPlace(points.Count).sqrt().data<double>().ToArray());
    }

    private static (double Low, double High) Range(PointSet points)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        using var none = no_grad();
        ForEachBlock(points, rows => (low, high) = (Math.Min(low, rows.min().item<double>()), Math.Max(high, rows.max().item<double>())));
        return (low, high);
    }

    private static void ForEachBlock(PointSet points, Action<Tensor> look)
    {
        for (var first = 0; first < points.Count; first += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            using var block = points.Block(first, Math.Min(RowsAtOnce, points.Count - first));
            look(block.Values);
        }
    }
}
