using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>Points with targets for a finite-sample network.</summary>
/// <param name="Points">n points.</param>
/// <param name="Targets">(n, c).</param>
public sealed record FiniteSampleProblem(PointRows Points, double[,] Targets)
{
    /// <summary>"random-labels", "random-sign", "random-real", "true-labels".</summary>
    public static ImmutableArray<string> TargetKinds { get; } = ["random-labels", "random-sign", "random-real", "true-labels"];

    /// <summary>Images with targets of a kind.</summary>
    /// <param name="images">The images, with random labels where those are asked for.</param>
    /// <param name="kind">One of <see cref="TargetKinds"/>.</param>
    /// <param name="oneHot">Whether labels become one column per class, instead of their index as one number.</param>
    /// <param name="seed">The seed.</param>
    public static FiniteSampleProblem Of(Dataset images, string kind, bool oneHot, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(images);
        var labels = kind is "random-labels" or "true-labels";
        return new FiniteSampleProblem(
            PointRows.Of(images),
            labels ? OfLabels(images.Labels, oneHot ? images.ClassCount : 1) : Random(images.Count, kind, seed)
        );
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
        if (kind == "true-labels")
            throw new ArgumentException("Random points have no true labels; choose random targets.", nameof(kind));
        if ((long)count * dimension > Array.MaxLength)
            throw new ArgumentException(
                $"Random points must have at most {Array.MaxLength} values, but {count} · {dimension} were asked for.",
                nameof(count)
            );
        var values = GC.AllocateUninitializedArray<double>(count * dimension);
        Parallel.For(
            0,
            count,
            i =>
            {
                var stream = new RandomKey(seed, RandomPurpose.SyntheticPoints).Stream(i);
                for (var j = 0; j < dimension; j += 2)
                {
                    var (first, second) = stream.NextGaussianPair();
                    values[(long)i * dimension + j] = first;
                    if (j + 1 < dimension)
                        values[(long)i * dimension + j + 1] = second;
                }
            }
        );
        if (kind != "random-labels")
            return new FiniteSampleProblem(PointRows.Of(values, dimension), Random(count, kind, seed));
        var labels = new long[count];
        for (var i = 0; i < count; i++)
            labels[i] = new RandomKey(seed, RandomPurpose.RandomTargets).Stream(i).NextInt32(10);
        return new FiniteSampleProblem(PointRows.Of(values, dimension), OfLabels(labels, oneHot ? 10 : 1));
    }

    private static double[,] OfLabels(ReadOnlySpan<long> labels, int outputs)
    {
        var targets = new double[labels.Length, outputs];
        for (var i = 0; i < labels.Length; i++)
            if (outputs == 1)
                targets[i, 0] = labels[i];
            else
                targets[i, labels[i]] = 1;
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
                _ => throw new ArgumentException(
                    $"Targets must be one of {string.Join(", ", TargetKinds)}, but were {kind}.",
                    nameof(kind)
                ),
            };
        }

        return targets;
    }
}
