using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kinds.KernelInterpolation;

/// <summary>Test images among the training images.</summary>
public sealed class AppendedDataTests : IDisposable
{
    private static readonly KernelExperiment Fashion = new() { Dataset = "fashion-mnist-mini", Train = 200 };
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_first_test_images_are_fitted_and_the_others_tested_on()
    {
        var whole = Tiny.Catalog.LoadDataset("synthetic"); // 64 and 32 images, 4 classes
        var e = Tiny.Kernel with { Appended = 20, AppendedLabels = "random", Labels = "random" };
        var (train, test) = e.DataOf(whole);
        (train.Count, test!.Count).Should().Be((60, 12));
        train.Pixels.ReadImage(45).Should().Equal(whole.Test.Pixels.ReadImage(5));
        test.Pixels.ReadImage(0).Should().Equal(whole.Test.Pixels.ReadImage(20));
        train.TrueLabels[40..].ToArray().Should().Equal(whole.Test.Labels[..20].ToArray());
        test.Labels.ToArray().Should().Equal(whole.Test.Labels[20..].ToArray());
        train.Labels[..40].ToArray().Should().Equal((Tiny.Kernel with { Labels = "random" }).DataOf(whole).Train.Labels.ToArray());
        // Test image i must not have training image i's draw.
        train.Labels[40..].ToArray().Should().NotEqual(train.Labels[..20].ToArray());
        train.Labels[40..].ToArray().Distinct().Should().HaveCount(4);
        (e with { Appended = 5 }).DataOf(whole).Train.Labels[40..].ToArray().Should().Equal(train.Labels[40..45].ToArray());
        (e with { AppendedLabels = "true" }).DataOf(whole).Train.Labels[40..].ToArray().Should().Equal(whole.Test.Labels[..20].ToArray());
        (e with { Test = 3 }).DataOf(whole).Test!.Count.Should().Be(3);
        (e with { Appended = 32 }).DataOf(whole).Test.Should().BeNull();
    }

    [Fact]
    public void Random_labels_cost_more_norm_than_true_ones_and_true_ones_more_than_none()
    {
        Experiment[] list = [Fashion, Fashion with { Appended = 100 }, Fashion with { Appended = 100, AppendedLabels = "random" }];
        list[1].Kind.ShareWork(list[1], list[2]).Should().BeTrue();
        list[0].Kind.ShareWork(list[0], list[1]).Should().BeFalse();
        var runner = new ExperimentRunner(Tiny.Catalog);
        RunResult[] results = [runner.Run(RunStore.Open(root), list[0])!, .. runner.Run(RunStore.Open(root), [list[1], list[2]])];
        var kernels = results.Select(r => r.Kernel!).ToArray();
        kernels.Should().BeInAscendingOrder(k => k.Norm);
        kernels[2].Norm.Should().BeGreaterThan(1.2 * kernels[1].Norm);
        kernels
            .Select(k => (k.N, k.TrainErrors, k.Appended, k.AppendedLabels))
            .Should()
            .Equal((200, 0, null, null), (300, 0, 100, "true"), (300, 0, 100, "random"));
        kernels[1].TestCount.Should().Be(kernels[0].TestCount - 100);
        kernels[1].TestErrorRate.Should().BeLessThan(0.5);
        KernelResult.ToJson([kernels[0]]).Should().NotContain("appended");
        list[2]
            .Words.Should()
            .Be("gaussian kernel on pixels of 200 images of fashion-mnist-mini with 100 test images of random labels, true labels, seed 0");
        results[2].Experiment.Kind.Describe(kernels[2]).Should().StartWith("‖w‖ ");
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("random-conv", 1)]
    public void Where_no_test_image_is_left_there_are_no_test_errors(string features, double ridge)
    {
        var all = Tiny.Catalog.LoadDataset(Fashion.Dataset).Test.Count;
        var e = Fashion with
        {
            Train = 60,
            Appended = all,
            Features = features,
            Kernel = features == "none" ? "gaussian" : "linear",
            Filters = features == "none" ? null : 5,
            Ridge = ridge,
        };
        var result = new ExperimentRunner(Tiny.Catalog).Run(RunStore.Open(root), e)!;
        var kernel = result.Kernel!;
        (kernel.N, kernel.TestCount, kernel.TestErrors, kernel.TestErrorRate, kernel.Seconds.Predict)
            .Should()
            .Be((60 + all, 0, null, null, null));
        kernel.Norm.Should().BePositive();
        e.Kind.Describe(kernel).Should().EndWith(", test error –");
        RunStore.Open(root).Read(e).Result!.Kernel!.TestErrors.Should().BeNull();
    }

    [Fact]
    public void What_cannot_be_appended_is_refused()
    {
        var whole = Tiny.Catalog.LoadDataset("synthetic");
        new Action(() => (Tiny.Kernel with { AppendedLabels = "random" }).DataOf(whole))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Labels of appended test images must be given with appended alone, but appendedLabels was random and appended not given."
            );
        new Action(() => (Tiny.Kernel with { Appended = 33 }).DataOf(whole))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Appended test images must be at most the 32 that synthetic has, but appended was 33.");
        new Action(() => (Tiny.Kernel with { Appended = 30, Test = 3 }).DataOf(whole))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The test images must be at most the 2 that remain beside 30 appended ones, but test was 3.");
        new Action(() => _ = Tiny.Kernel with { Appended = 0 })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("appended must be at least 1, but was 0.");
        new Action(() => _ = Tiny.Kernel with { AppendedLabels = "partial" })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("appendedLabels must be true or random, but was partial.");
    }

    [FullDataFact("mnist")]
    public void Mnist_with_2000_test_images_has_the_norms_that_were_measured_elsewhere()
    {
        var mnist = new KernelExperiment { Dataset = "mnist", Train = 4000 };
        var runner = new ExperimentRunner(ExperimentCatalog.Paper(FullDataFactAttribute.Root));
        var store = RunStore.Open(root);
        runner.Run(store, mnist)!.Kernel!.Norm.Should().BeApproximately(39.4, 0.05);
        var appended = runner.Run(store, [mnist with { Appended = 2000 }, mnist with { Appended = 2000, AppendedLabels = "random" }]);
        appended[0].Kernel!.Norm.Should().BeApproximately(49.7, 0.05);
        // Other draws of 2,000 labels.
        appended[1].Kernel!.Norm.Should().BeApproximately(169, 4);
        appended.Select(r => (r.Kernel!.N, r.Kernel!.TrainErrors, r.Kernel!.TestCount)).Distinct().Should().Equal((6000, 0, 8000));
    }
}
