using CsCheck;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Corruption;

public class LabelCorruptionTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 1, 1), 10).Create(20_000, 1_000, seed: 1);

    private sealed record NextClass : LabelCorruption
    {
        public override string Name => "next-class";

        protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random) =>
            (example.Label + 1, true);
    }

    [Fact]
    public void A_callers_corruption_that_draws_what_is_no_class_is_told_where()
    {
        var first = Enumerable.Range(0, Data.Train.Count).First(i => Data.Train.Labels[i] == 9);
        new Action(() => new NextClass().Apply(Data.Train, 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage($"A label must lie in 0 … 9, but next-class drew 10 for example {first}; correct its Draw.");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Labels_change_with_probability_p_times_one_minus_one_over_k(double p)
    {
        var train = Data.Corrupt(new UniformLabelNoise(p), seed: 5).Train;
        var rate = p * 0.9;
        var deviation = Math.Sqrt(rate * (1 - rate) / train.Count);
        ((double)train.ChangedCount / train.Count).Should().BeApproximately(rate, 4 * deviation + 1e-12);
        var replaced = train.Replaced.ToArray().Count(r => r);
        ((double)replaced / train.Count).Should().BeApproximately(p, 4 * Math.Sqrt(p * (1 - p) / train.Count) + 1e-12);
    }

    [Fact]
    public void Replaced_labels_are_uniform_over_all_classes_whatever_the_true_one()
    {
        var train = Data.Train.Corrupt(1.0, seed: 6);
        for (var c = 0; c < 10; c++)
        {
            var counts = new int[10];
            for (var i = 0; i < train.Count; i++)
                if (train.TrueLabels[i] == c)
                    counts[train.Labels[i]]++;
            ChiSquare.PValue(counts).Should().BeGreaterThan(1e-5);
        }
    }

    [Fact]
    public void Test_labels_stay_true() =>
        Data.Corrupt(new UniformLabelNoise(1), seed: 1).Test.Labels.ToArray().Should().Equal(Data.Test.TrueLabels.ToArray());

    [Fact]
    public void A_subset_of_the_result_is_the_result_of_the_subset() =>
        Gen.Select(Gen.ULong, Gen.Int[0, Data.Train.Count - 1].Array[1, 20])
            .Sample(
                (seed, positions) =>
                    Data
                        .Train.Corrupt(0.5, seed)
                        .Select(positions)
                        .Labels.SequenceEqual(Data.Train.Select(positions).Corrupt(0.5, seed).Labels),
                iter: 20
            );

    [Fact]
    public void What_a_smaller_p_replaces_a_larger_one_replaces_by_the_same_class()
    {
        var (few, many) = (Data.Train.Corrupt(0.2, seed: 3), Data.Train.Corrupt(0.7, seed: 3));
        for (var i = 0; i < few.Count; i++)
            if (few.Replaced[i])
                (many.Replaced[i], many.Labels[i]).Should().Be((true, few.Labels[i]));
    }

    [Fact]
    public void The_record_names_description_seed_and_both_hashes()
    {
        var train = Data.Train.Corrupt(0.5, seed: 9);
        var step = train.Lineage[^1].Should().BeOfType<CorruptionStep>().Subject;
        (step.Corruption, step.Seed).Should().Be((new UniformLabelNoise(0.5), 9ul));
        step.Source.ToString().Should().Be(Data.Train.ContentHash.ToString());
        step.Result.ToString().Should().Be(train.ContentHash.ToString()).And.NotBe(step.Source.ToString());
    }

    [Theory]
    [InlineData(1.5, "1.5")]
    [InlineData(-0.1, "-0.1")]
    [InlineData(double.NaN, "NaN")]
    public void A_probability_out_of_range_is_refused(double p, string shown) =>
        new Action(() => _ = new UniformLabelNoise(p))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"Probability must lie in [0, 1], but was {shown}.*");
}

file static class Shorthand
{
    public static Dataset Corrupt(this Dataset data, double p, ulong seed) => new UniformLabelNoise(p).Apply(data, seed);
}
