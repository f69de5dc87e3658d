using CsCheck;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Tests;

/// <summary>Points and targets for the tests of finite-sample networks.</summary>
internal sealed record RandomSample(double[,] Points, double[] Targets)
{
    private static readonly double[] Scales = [1e-250, 1e-9, 1, 1e9, 1e250];

    /// <summary>Points of any kind: scattered, clustered, collinear or with duplicates, at any scale; n from 1 up.</summary>
    public static Gen<RandomSample> Any { get; } =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Gen.Int[0, 3], Gen.Int[0, Scales.Length - 1], Gen.ULong)
            .Select(
                (n, d, kind, scale, seed) =>
                {
                    var points = new double[n, d];
                    for (var i = 0; i < n; i++)
                    {
                        var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(kind == 3 ? i / 2 : i);
                        var along = stream.NextDouble();
                        for (var j = 0; j < d; j++)
                            points[i, j] =
                                Scales[scale]
                                * (
                                    kind switch
                                    {
                                        1 => i % 3 + 1e-7 * stream.NextDouble(),
                                        2 => j + 1 + along,
                                        _ => stream.NextDouble() - 0.5,
                                    }
                                );
                    }

                    return new RandomSample(points, Labels(n, seed, kind == 3));
                }
            );

    public int Count => Targets.Length;

    public PointRows Rows => PointRows.Of(Points);

    /// <summary>Integers from 0 to 255 with random signs as targets.</summary>
    public static (byte[] Pixels, double[] Targets) Pixels(int n, int d, ulong seed)
    {
        var pixels = new byte[n * d];
        var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(n);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)stream.NextInt32(256);
        return (pixels, Labels(n, seed, false));
    }

    public double[] Row(int index) => [.. Enumerable.Range(0, Points.GetLength(1)).Select(j => Points[index, j])];

    private static double[] Labels(int n, ulong seed, bool pairs)
    {
        var labels = new double[n];
        for (var i = 0; i < n; i++)
        {
            var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(1000 + (pairs ? i / 2 : i));
            labels[i] = stream.NextInt32(2) == 0 ? 2 * stream.NextInt32(2) - 1 : 10 * stream.NextDouble() - 5;
        }

        return labels;
    }
}
