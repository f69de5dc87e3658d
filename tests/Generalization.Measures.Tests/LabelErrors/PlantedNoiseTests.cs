using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Measures;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.LabelErrors;

public class PlantedNoiseTests
{
    private static readonly TrainTestData Clean = new SyntheticImages(new ImageShape(1, 4, 4), 4).Create(400, 8, 3);

    [Fact]
    public void Labels_that_differ_from_the_true_ones_are_planted()
    {
        var planted = PlantedNoise.In(Clean.Train, new UniformLabelNoise(0.3), 5);
        planted.Data.Replaced.ToArray().Count(r => r).Should().BeGreaterThan(planted.Data.ChangedCount, "some were drawn as they were");
        for (var i = 0; i < 400; i++)
            planted.Wrong[i].Should().Be(planted.Data.Labels[i] != Clean.Train.Labels[i]);
        PlantedNoise.Of(planted.Data).Wrong.ToArray().Should().Equal(planted.Wrong.ToArray());
    }

    [Fact]
    public void What_is_flagged_is_compared_with_what_was_planted()
    {
        var planted = PlantedNoise.In(Clean.Train, new UniformLabelNoise(0.3), 5);
        var labels = planted.Data.Labels.ToArray();
        var truth = planted.Data.TrueLabels.ToArray();
        LabelScore[] scores = [.. labels.Select((y, i) => new LabelScore(i, y, truth[i], planted.Wrong[i] ? 1 : 0, 0))];
        planted.Auroc(scores).Value.Should().Be(1);
        planted.AveragePrecision(scores).Should().Be(1);
        var issues = LabelIssues.Of(scores, new() { Most = 10 });
        planted.Compare(issues).Should().Be(new Detection(400, 10, planted.Data.ChangedCount, 10));
        planted.RightSuggestions(issues).Should().Be(Estimate.OfShare(10, 10));
        planted.RightSuggestions(LabelIssues.Of(scores, new() { Most = 0 })).Should().BeNull();
        new Action(() => planted.Auroc(scores[..^1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be one score for each of 400 examples, but there are 399, and none for example 399; score them all.*");
    }

    [Fact]
    public void A_test_set_stays_true() =>
        new Action(() => PlantedNoise.In(Clean.Test, new UniformLabelNoise(0.3), 5))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Noise is planted in training labels, but synthetic is a test set, whose labels stay true; take the training set.*"
            );

    /// <summary>A kernel's cross-validation on easy images: each planted label, and nearly nothing else.</summary>
    [Fact]
    public void Confident_learning_finds_what_was_planted()
    {
        var planted = PlantedNoise.In(Clean.Train, new UniformLabelNoise(0.2), 5);
        var table = CrossValidation.Run(new KernelLearner(new GaussianKernel(0.1)) { Solver = new() { Ridge = 1 } }, planted.Data, 1).Table;
        var found = ConfidentLearning.Of(table);
        planted.Auroc(found.Scores).Value.Should().BeGreaterThan(0.99);
        var counted = planted.Compare(found.Issues(LabelMethods.PruneByNoiseRate));
        counted.Precision!.Value.Should().BeGreaterThan(0.9);
        counted.Recall!.Value.Should().BeGreaterThan(0.9);
    }

    /// <summary>Measured: AUROC 0.9916 and 0.9554, a noise rate of 0.180 where 0.1745 was planted; 5 folds, no ridge.</summary>
    [FullDataFact("mnist")]
    public void On_mnist_too()
    {
        var clean = Mnist.Load(FullDataFactAttribute.Root).Train.Take(4000);
        foreach (var (p, auroc, hits, flagged, rate) in new[] { (0.2, 0.9916, 600, 668, 0.180), (0.4, 0.9554, 1212, 1432, 0.441) })
        {
            var planted = PlantedNoise.In(clean, new UniformLabelNoise(p), 1);
            var table = CrossValidation.Run(new KernelLearner(new GaussianKernel(0.02)), planted.Data, 1).Table;
            var found = ConfidentLearning.Of(table);
            planted.Auroc(found.Scores).Value.Should().BeApproximately(auroc, 0.001);
            found.Joint.NoiseRate.Value.Should().BeApproximately(rate, 0.002);
            var counted = planted.Compare(found.Issues(LabelMethods.PruneByNoiseRate));
            counted.Hits.Should().BeCloseTo(hits, 5);
            counted.Flagged.Should().BeCloseTo(flagged, 5);
        }
    }
}
