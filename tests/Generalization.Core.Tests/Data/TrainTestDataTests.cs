using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;

namespace Generalization.Tests.Data;

public class TrainTestSplitTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 2, 2), 3).Create(100, 30, seed: 1);

    [Fact]
    public void Held_out_examples_and_the_rest_are_the_training_set()
    {
        var split = Data.HoldOut(20, seed: 5);
        (split.Train.Count, split.Test.Count, split.Train.Split, split.Test.Split)
            .Should()
            .Be((80, 20, DatasetSplit.Train, DatasetSplit.Test));
        (split.IsHeldOut, Data.IsHeldOut).Should().Be((true, false));
        split
            .Train.Indices.ToArray()
            .Concat(split.Test.Indices.ToArray())
            .Order()
            .Should()
            .Equal(Enumerable.Range(0, 100).Select(i => (uint)i));
        split.Train.Indices.ToArray().Should().BeInAscendingOrder();
        split.Test.Indices.ToArray().Should().BeInAscendingOrder();
        // Each keeps its own pixels and label.
        foreach (var part in new[] { split.Train, split.Test })
            for (var i = 0; i < part.Count; i++)
            {
                var source = (int)part.Indices[i];
                part.Labels[i].Should().Be(Data.Train.Labels[source]);
                ((UInt8Pixels)part.Pixels)
                    .Values.Slice(4 * i, 4)
                    .ToArray()
                    .Should()
                    .Equal(((UInt8Pixels)Data.Train.Pixels).Values.Slice(4 * source, 4).ToArray());
            }
    }

    [Fact]
    public void The_choice_is_the_seeds_alone_and_uniform()
    {
        uint[] Held(ulong seed, TrainTestData data) => data.HoldOut(25, seed).Test.Indices.ToArray();
        Held(3, Data.Corrupt(PaperCorruptions.Named("random-labels"), 0)).Should().Equal(Held(3, Data));
        Held(4, Data).Should().NotEqual(Held(3, Data));
        // Each of 100 examples is held out in 25 % of 2,000 draws: 500 ± 19.4, so that five deviations are 403 to 597.
        var counts = new int[100];
        for (var seed = 0ul; seed < 2000; seed++)
            foreach (var index in Held(seed, Data))
                counts[index]++;
        counts.Should().OnlyContain(c => c > 403 && c < 597);
    }

    [Fact]
    public void What_is_held_out_stays_so_through_subsets_and_corruption() =>
        Data.HoldOut(20, 0).Take(40, 10).Corrupt(PaperCorruptions.Named("random-labels"), 0).IsHeldOut.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Refuses_to_hold_out_none_or_all(int count) =>
        new Action(() => Data.HoldOut(count, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"The number of examples to hold out must lie in [1, 99] for {Data.Name}, but was {count}.*");
}
