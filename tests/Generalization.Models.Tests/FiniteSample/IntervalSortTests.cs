using CsCheck;
using Generalization.Models.FiniteSample;
using Generalization.Randomness;

namespace Generalization.Tests;

public class IntervalSortTests
{
    [Fact]
    public void Sorts_as_the_platform_does_and_keeps_every_place() =>
        Gen.Select(Gen.OneOf(Gen.Int[1, 50], Gen.Int[4090, 4100], Gen.Int[10_000, 30_000]), Gen.Int[0, 5], Gen.ULong)
            .Sample(
                (n, kind, seed) =>
                {
                    var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    var values = new double[n];
                    for (var i = 0; i < n; i++)
                        values[i] = kind switch
                        {
                            0 => stream.NextGaussianPair().First,
                            1 => i == n / 2 ? 1e300 : stream.NextDouble(), // all but one in one interval
                            2 => stream.NextInt32(5) - 2, // many equal ones
                            3 => 7,
                            4 => (stream.NextDouble() - 0.5) * double.MaxValue * 2, // a range beyond float64
                            _ => stream.NextDouble() * double.Epsilon * 100,
                        };
                    var (sorted, places) = (new double[n], new int[n]);
                    IntervalSort.Sort(values, sorted, places);
                    sorted.Should().Equal(values.Order());
                    places.Select(p => values[p]).Should().Equal(sorted);
                    places.Order().Should().Equal(Enumerable.Range(0, n));
                },
                iter: 60
            );
}
