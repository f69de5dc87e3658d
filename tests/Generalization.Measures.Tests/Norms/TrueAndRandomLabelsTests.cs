using System.Globalization;
using Generalization.Corruption;
using Generalization.Data.Cifar;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Measures.Norms;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Xunit.Abstractions;

namespace Generalization.Tests.Measures.Norms;

/// <summary>The table of norms, margins and sharpness in docs/measures.md, printed.</summary>
public class TrueAndRandomLabelsTests(ITestOutputHelper output)
{
    private const ulong Seed = 0;

    [FullDataFact("cifar-10-batches-bin")]
    public void Random_labels_have_smaller_margins_and_lie_sharper_and_farther_from_the_start()
    {
        var (trueLabels, randomLabels) = (Of(0), Of(1));
        randomLabels.Median.Should().BeLessThan(trueLabels.Median);
        randomLabels.Sharpness.Sigma.Should().BeLessThan(trueLabels.Sharpness.Sigma);
        randomLabels.Sharpness.DistanceSquared.Should().BeGreaterThan(trueLabels.Sharpness.DistanceSquared);
        randomLabels.Sharpness.Bound.Should().BeGreaterThan(trueLabels.Sharpness.Bound);
    }

    private (double Median, SharpnessEstimate Sharpness) Of(double p)
    {
        var whole = Cifar10.Load(FullDataFactAttribute.Root).Take(2000, 100);
        var data = p > 0 ? whole.Corrupt(new UniformLabelNoise(p), Seed) : whole;
        var input = InputPipeline.Cifar10;
        var shape = input.ShapeOf(data);
        var network = MultilayerPerceptron.Create(shape, data.ClassCount, Seed, 512);
        using var predictor = new NetworkPredictor(network, input, data.Shape);
        var training = MultilayerPerceptron.PaperTraining with
        {
            Schedule = new ConstantRate(0.01),
            Epochs = 200,
            StopWhen = [new Fitted()],
        };
        var history = new Trainer(training).Fit(network, data, input, Seed);
        history.EpochsToFit.Should().NotBeNull();
        var norms = NetworkNorms.Of(network, shape);
        var margins = MarginDistribution.Of(predictor, data.Train, norms.SpectralProduct);
        using var initial = MultilayerPerceptron.Create(shape, data.ClassCount, Seed, 512);
        var sharpness = Sharpness.Measure(network, input, data.Train, Seed, initial: initial);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {(p > 0 ? "random" : "true")} | {history.EpochsToFit} | {norms.SpectralProduct:F2} | {margins.Quantile(0.25):F3}, "
                    + $"{margins.Quantile(0.5):F3}, {margins.Quantile(0.75):F3} | {sharpness.Sigma:F4} | {sharpness.DistanceSquared:F1} | "
                    + $"{sharpness.Bound:F2} |"
            )
        );
        return (margins.Quantile(0.5), sharpness);
    }
}
