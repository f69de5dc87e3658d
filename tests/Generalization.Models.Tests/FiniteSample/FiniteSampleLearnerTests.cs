using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Learning;
using Generalization.Models.FiniteSample;

namespace Generalization.Tests.Models.FiniteSample;

public class FiniteSampleLearnerTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Memorizes_random_labels_exactly(int depth)
    {
        var data = FashionMnistMini.Load().Take(200, 50).Corrupt(new UniformLabelNoise(1), seed: 2);
        using var fitted = new FiniteSampleLearner(depth).Fit(data.Train, seed: 1);
        (fitted.OutputCount, fitted.Rule).Should().Be((1, DecisionRule.NearestLabel));
        fitted.Accuracy(data.Train).Should().Be(1);
        fitted.Accuracy(data.Test).Should().BeLessThan(0.5);
    }

    /// <summary>On another scale each point lies elsewhere: the accuracy on the training set itself fell to 0.35.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Examples_of_another_scale_or_shape_are_refused(int depth)
    {
        var train = FashionMnistMini.Load().Take(20, 5).Train;
        using var fitted = new FiniteSampleLearner(depth).Fit(train, seed: 1);
        var scaled = Dataset.FromSource(
            "scaled",
            DatasetSplit.Test,
            PixelArray.Owning(train.Shape, new float[train.Shape.Size], PixelScale.Raw),
            new double[1, 1]
        );
        var flat = Dataset.FromVectors("flat", DatasetSplit.Test, new float[1, train.Shape.Size], [0], train.ClassNames);
        ((Action)(() => fitted.Predict(scaled)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Examples must be on the scale Bytes, as those that the network was fitted to, but scaled is on Raw; scale them as the "
                    + "training set was.*"
            );
        ((Action)(() => fitted.Predict(flat)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Examples must be of 1×28×28, which the network was fitted to, but flat has 1×1×784.*");
    }

    [Fact]
    public void Has_a_depth_of_at_least_2() =>
        ((Action)(() => _ = new FiniteSampleLearner(1)))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Depth must be at least 2, but was 1.*");
}
