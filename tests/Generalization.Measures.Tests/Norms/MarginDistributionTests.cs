using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Measures.Norms;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Measures.Norms;

[NoTensorLeaks]
public class MarginDistributionTests
{
    [Fact]
    public void A_margin_is_the_labels_output_less_the_largest_other_over_the_normalizer()
    {
        var margins = MarginDistribution.Of(
            new[,]
            {
                { 4.0, 1, 0 },
                { 1.0, 3, 2 },
                { 5.0, 0, 2 },
            },
            [0, 1, 2],
            normalizer: 2
        );
        margins.Values.Should().Equal(1.5, 0.5, -1.5);
        (margins.Mean, margins.ShareNotPositive, margins.Normalizer).Should().Be((0.5 / 3, 1.0 / 3, 2));
        (margins.Quantile(0), margins.Quantile(0.25), margins.Quantile(0.5), margins.Quantile(1)).Should().Be((-1.5, -0.5, 0.5, 1.5));
        margins.ToCsv(0.25, 0.5).Should().Be("quantile,margin\n0.25,-0.5\n0.5,0.5\n");
    }

    /// <summary>Two trainings of one network until they fit, on true and on random labels: the second needs much larger norms for
    /// its margins.</summary>
    [Fact]
    public void Random_labels_shift_the_normalized_margins_to_0()
    {
        var data = FashionMnistMini.Load().Take(1000, 100);
        var random = data.Corrupt(new UniformLabelNoise(1), seed: 1);
        var (ofTrue, ofRandom) = (Normalized(data.Train), Normalized(random.Train));
        ofRandom.ShareNotPositive.Should().Be(0, "both are fitted");
        ofTrue.ShareNotPositive.Should().Be(0);
        foreach (var q in new[] { 0.25, 0.5, 0.75 })
            ofRandom.Quantile(q).Should().BePositive().And.BeLessThan(ofTrue.Quantile(q) / 2);
    }

    [Fact]
    public void What_has_no_margin_is_refused()
    {
        FluentActions
            .Invoking(() => MarginDistribution.Of(new double[2, 1], [0, 0]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A margin is between at least 2 outputs, but there is 1; give an output for each class.");
        FluentActions
            .Invoking(() => MarginDistribution.Of(new double[2, 3], [0]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be a label for each row of outputs and at least one, but there are 2 rows and 1 labels.*");
        FluentActions
            .Invoking(() => MarginDistribution.Of(new double[1, 3], [3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A label must have an output, one of 0 to 2, but that of row 0 is 3.*");
        FluentActions
            .Invoking(() => MarginDistribution.Of(new double[1, 3], [2], 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Margins must be divided by a positive, finite number, but it was 0.*");
        FluentActions
            .Invoking(() => MarginDistribution.Of(new double[1, 3], [2]).Quantile(1.5))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A quantile must lie in [0, 1], but was 1.5.*");
    }

    private static MarginDistribution Normalized(Dataset train)
    {
        var input = new InputPipeline(new PerImageStandardization());
        var options = new TrainingOptions(new ConstantRate(0.01)) { Epochs = 200, BatchSize = 50 };
        var recipe = new NetworkRecipe("mlp", (shape, k, seed) => MultilayerPerceptron.Create(shape, k, seed, 256), options);
        using var fitted = (NetworkPredictor)new NetworkLearner(recipe, input).Fit(train, seed: 2);
        fitted.Accuracy(train).Should().Be(1);
        return MarginDistribution.Of(fitted, train, NetworkNorms.Of(fitted.Network, input.ShapeOf(train.Shape)).SpectralProduct);
    }
}
