using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Paper;

public class PaperScaleTests
{
    [Fact]
    public void All_images_are_the_papers_scale()
    {
        var run = FakeRuns.Finished(FakeRuns.Training());
        PaperScale.Cifar10.IsMet(run).Should().BeTrue();
        PaperScale.Cifar10.Words(run).Should().Be("50,000 images");
    }

    [Theory]
    [InlineData("cifar10", 2_000, 10_000, true, "2,000 of 50,000 images")]
    [InlineData("cifar10", 50_000, 500, true, "50,000 images, 500 of 10,000 test images")]
    [InlineData("cifar10", 50_000, 10_000, false, "50,000 images, stopped after 10 epochs, not fitted")]
    [InlineData("fashion-mnist-mini", 2_000, 1_000, true, "2,000 images of fashion-mnist-mini instead of cifar10")]
    [InlineData("mine", 50_000, 10_000, true, "50,000 images of mine instead of cifar10")]
    public void Anything_less_is_not(string dataset, int train, int test, bool fitted, string words)
    {
        var run = FakeRuns.Finished(FakeRuns.Training(dataset: dataset), train: train, testCount: test, fitted: fitted);
        PaperScale.Cifar10.IsMet(run).Should().BeFalse();
        PaperScale.Cifar10.Words(run).Should().Be(words);
    }

    // 25,000 steps are less than an epoch of ImageNet in batches of 32, and four of CIFAR-10 in batches of 8.
    [Theory]
    [InlineData(64, 25_000, true)]
    [InlineData(63, 25_000, false)]
    [InlineData(4, 25_000, false)]
    public void A_training_that_went_on_for_long_enough_counts_although_it_did_not_fit(int epochs, long steps, bool met)
    {
        var run = FakeRuns.Finished(FakeRuns.Training(), steps: steps, fitted: false);
        var result = run.Result! with { Numbers = run.Result.Training! with { Epochs = epochs } };
        PaperScale.Cifar10.IsMet(run with { Result = result }).Should().Be(met);
    }

    [Fact]
    public void Fewer_filters_are_a_smaller_scale()
    {
        var scale = PaperScale.Cifar10 with { Filters = 32_000 };
        var run = FakeRuns.Finished(
            new KernelExperiment
            {
                Dataset = "cifar10",
                Features = "random-conv",
                Filters = 200,
            },
            0.3,
            50_000
        );
        scale.IsMet(run).Should().BeFalse();
        scale.Words(run).Should().Be("50,000 images, 200 of 32,000 filters");
    }

    [Fact]
    public void Random_points_stand_for_no_data_set() =>
        PaperScale
            .Cifar10.Words(FakeRuns.Finished(new FiniteSampleExperiment { N = 2000, D = 100 }))
            .Should()
            .Be("2,000 random points instead of cifar10");
}
