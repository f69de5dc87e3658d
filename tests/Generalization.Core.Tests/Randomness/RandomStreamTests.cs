using CsCheck;
using Generalization.Data;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Randomness;

public class RandomStreamTests
{
    private static RandomStream Stream(ulong seed = 1, long index = 0) => new RandomKey(seed, RandomPurpose.Custom).Stream(index);

    [Fact]
    public void Streams_of_other_keys_differ_in_every_coordinate()
    {
        var key = DatasetSplit.Train.Key(7, RandomPurpose.RandomPixels);
        RandomStream[] streams =
        [
            key.Stream(3),
            key.Stream(4),
            key.Stream(3, epoch: 1),
            (key with { Seed = 8 }).Stream(3),
            (key with { Seed = 7 + (1ul << 32) }).Stream(3),
            (key with { Purpose = RandomPurpose.GaussianPixels }).Stream(3),
            (key with { Part = 2 }).Stream(3),
            (key with { Part = 0 }).Stream(3),
        ];
        streams.Select(s => (s.NextUInt32(), s.NextUInt32())).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void An_index_out_of_range_is_refused() =>
        new Action(() => Stream(index: -1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A stream's index must lie in [0, 4294967295], but was -1.*");

    [Fact]
    public void Integers_stay_below_the_bound() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue])
            .Sample(
                (seed, bound) =>
                {
                    var value = Stream(seed).NextInt32(bound);
                    return value >= 0 && value < bound;
                }
            );

    [Fact]
    public void Integers_are_uniform()
    {
        var random = Stream();
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
            counts[random.NextInt32(10)]++;
        ChiSquare.PValue(counts).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Permutations_of_four_are_uniform()
    {
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            var name = string.Concat(Stream(index: i).Permutation(4));
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        counts.Should().HaveCount(24);
        ChiSquare.PValue(counts.Values).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Gaussian_numbers_have_the_normal_distribution()
    {
        var values = new float[200_000];
        var random = Stream();
        random.FillGaussian(values);
        // 50 cells of equal probability.
        var counts = new int[50];
        foreach (var x in values)
            counts[Math.Min(49, (int)(50 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, x)))]++;
        ChiSquare.PValue(counts).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Doubles_lie_in_the_half_open_unit_interval_with_mean_one_half()
    {
        var random = Stream();
        var sum = 0.0;
        for (var i = 0; i < 100_000; i++)
        {
            var u = random.NextDouble();
            u.Should().BeInRange(0, 1 - 1.0 / (1ul << 53));
            sum += u;
        }

        (sum / 100_000).Should().BeApproximately(0.5, 5 * Math.Sqrt(1 / 12.0 / 100_000));
    }
}
