using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Measures.Complexity;

namespace Generalization.Tests.Measures.Complexity;

public class StabilityDataTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(200, 100);

    [Fact]
    public void The_test_set_is_split_into_fresh_examples_and_points()
    {
        var split = StabilityData.FromTest(Data, 30, seed: 1);
        (split.Fresh.Count, split.Points.Count).Should().Be((30, 70));
        split.Fresh.Indices.ToArray().Concat(split.Points.Indices.ToArray()).Should().BeEquivalentTo(Data.Test.Indices.ToArray());
        StabilityData.FromTest(Data, 30, seed: 1).Fresh.Indices.ToArray().Should().Equal(split.Fresh.Indices.ToArray());
        StabilityData.FromTest(Data, 30, seed: 2).Fresh.Indices.ToArray().Should().NotEqual(split.Fresh.Indices.ToArray());
    }

    [Fact]
    public void Random_labels_are_drawn_for_all_parts()
    {
        var random = StabilityData.FromTest(Data, 30, seed: 1).WithRandomLabels(5);
        foreach (var part in new[] { random.Train, random.Fresh, random.Points })
        {
            // Nine in ten change, within four standard deviations.
            var share = (double)part.ChangedCount / part.Count;
            share.Should().BeApproximately(0.9, 4 * Math.Sqrt(0.09 / part.Count));
        }
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused_in_a_sentence()
    {
        new Action(() => StabilityData.FromTest(Data, 100, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number of fresh examples must lie in [1, 99], since the rest of the test set are the points, but was 100.*");
        var real = Data.Test.WithTargets(new double[100, 1], "zeros");
        new Action(() => _ = new StabilityData(Data.Train, Data.Test, real))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Stability is measured on classes, but fashion-mnist-mini has real targets; give it labels.*");
        var other = Dataset.FromPixels("other", DatasetSplit.Test, new ImageShape(1, 2, 2), new byte[4], [0], Data.ClassNames);
        new Action(() => _ = new StabilityData(Data.Train, other, Data.Test))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The fresh examples must have the pixels and classes of the training set, UInt8 of 1×28×28 in 10 classes, but have UInt8 "
                    + "of 1×2×2 in 10, or others.*"
            );
    }
}
