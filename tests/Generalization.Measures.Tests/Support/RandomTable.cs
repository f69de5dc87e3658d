using CsCheck;
using Generalization.Measures.Probabilities;
using Generalization.Randomness;

namespace Generalization.Tests.Measures;

/// <summary>Tables of any kind: smooth, coarse with many ties, or nearly certain; labels follow the probabilities more or less.</summary>
internal static class RandomTable
{
    public static Gen<ProbabilityTable> Any { get; } =
        Gen.Select(Gen.Int[2, 60], Gen.Int[2, 6], Gen.Int[0, 2], Gen.ULong).Select((n, k, kind, seed) => Of(Math.Max(n, k), k, kind, seed));

    public static ProbabilityTable Of(int n, int k, int kind, ulong seed)
    {
        var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
        var values = new double[n, k];
        var labels = new long[n];
        for (var i = 0; i < n; i++)
        {
            double sum = 0;
            for (var c = 0; c < k; c++)
                sum += values[i, c] = kind switch
                {
                    0 => stream.NextDouble() + 1e-3,
                    1 => 1 + stream.NextInt32(3),
                    _ => Math.Pow(stream.NextDouble(), 8) + 1e-9,
                };
            var best = 0;
            for (var c = 0; c < k; c++)
            {
                values[i, c] /= sum;
                best = values[i, c] > values[i, best] ? c : best;
            }

            // The first k examples see to it that each class has one.
            labels[i] =
                i < k ? i
                : stream.NextInt32(3) > 0 ? best
                : stream.NextInt32(k);
        }

        return ProbabilityTable.Of(values, labels);
    }
}
