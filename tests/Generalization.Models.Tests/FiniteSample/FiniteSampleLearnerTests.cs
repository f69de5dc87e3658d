using Generalization.Corruption;
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

    [Fact]
    public void Has_a_depth_of_at_least_2() =>
        ((Action)(() => _ = new FiniteSampleLearner(1)))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Depth must be at least 2, but was 1.*");
}
