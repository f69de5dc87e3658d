using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class FeatureModelTests
{
    /// <summary>w = Φᵀα says of the test images what the test × train block says, whether or not the matrix spills.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(148_000L)]
    public void Predicts_without_the_training_images_what_the_fit_with_test_images_predicts(long? memory)
    {
        var data = FashionMnistMini.Load().Take(150, 40);
        var random = data.Corrupt(new UniformLabelNoise(1), seed: 0);
        double[][,] targets = [data.Train.OneHot(), random.Train.OneHot()];
        var features = GaborFeatures.Create(data.Train.Shape);
        var options = new SolverOptions
        {
            Tile = 8,
            Ridge = 1e-3,
            Memory = memory,
        };
        var plan = SolverPlan.For(150, features.Dimension, 20, options, streams: true);
        (plan.SpilledBytes > 0).Should().Be(memory is not null);
        var expected = FeatureRegression.Fit(features, data.Train, data.Test, targets, plan);
        var fit = FeatureRegression.Fit(features, data.Train, targets, plan);
        fit.TestOutputs.Should().BeEmpty();
        fit.Report.Seconds.Predict.Should().BeNull();
        var models = fit.ToModels();
        models.Should().HaveCount(2);
        for (var i = 0; i < 2; i++)
        {
            // The same factorization: the same bits.
            fit.Fits[i].Solution.Coefficients.Should().BeEquivalentTo(expected.Fits[i].Solution.Coefficients);
            fit.Fits[i].MaxResidual.Should().Be(expected.Fits[i].MaxResidual).And.BeLessThan(1e-9);
            models[i].Outputs.Should().Be(10);
            models[i].Weights.GetLength(0).Should().Be(features.Dimension);
            models[i].Norm.Should().BeApproximately(fit.Fits[i].Solution.Norm, 1e-4 * fit.Fits[i].Solution.Norm);
            Slow.LargestDifference(Slow.Matrix(models[i].Predict(data.Test)), Slow.Matrix(expected.TestOutputs[i]))
                .Should()
                .BeLessThan(1e-3);
            Slow.LargestDifference(Slow.Matrix(models[i].Predict(data.Train)), Slow.Matrix(fit.Fits[i].Fitted)).Should().BeLessThan(1e-3);
        }
    }

    [Fact]
    public void The_weights_are_the_features_times_the_coefficients()
    {
        var train = FashionMnistMini.Load().Train.Take(30);
        var features = RandomConvolution.Fit(
            train,
            new RandomConvolutionOptions
            {
                Filters = 5,
                FiltersPerBlock = 2,
                PatchSamples = 500,
            },
            0
        );
        features.BlockCount.Should().Be(3);
        var plan = SolverPlan.For(30, features.Dimension, 10, new SolverOptions { Ridge = 0.1 }, streams: true);
        var heard = new List<SolverProgress>();
        var fit = FeatureRegression.Fit(features, train, [train.OneHot()], plan);
        var model = fit.ToModels(new Heard(heard))[0];
        heard.Select(p => p.Done).Should().Equal(0, 1, 2, 3);
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var points = PointSet.OfFeatures(features, train);
        using var block = points.Block(0, 30);
        var expected = block.Values.t().mm(TargetMatrix.ToTensor(fit.Fits[0].Solution.Coefficients, TorchSharp.torch.CPU));
        Slow.LargestDifference(Slow.Matrix(model.Weights), Slow.Matrix(TargetMatrix.ToArray(expected))).Should().BeLessThan(1e-9);
    }

    [Fact]
    public void A_kernel_that_is_not_linear_has_no_weights()
    {
        var train = FashionMnistMini.Load().Train.Take(20);
        var features = GaborFeatures.Create(train.Shape);
        var plan = SolverPlan.For(20, features.Dimension, 10, streams: true);
        var fit = FeatureRegression.Fit(features, train, [train.OneHot()], plan, new GaussianKernel(0.05));
        FluentActions
            .Invoking(() => fit.ToModels())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                "A model of streamed features needs a linear kernel, but this one is gaussian; fit with the test images, or keep the "
                    + "features as points."
            );
    }

    [Fact]
    public void A_solution_of_other_images_and_images_of_another_shape_are_refused()
    {
        var train = FashionMnistMini.Load().Train.Take(20);
        var features = GaborFeatures.Create(train.Shape);
        var plan = SolverPlan.For(20, features.Dimension, 10, new SolverOptions { Ridge = 0.1 }, streams: true);
        var fit = FeatureRegression.Fit(features, train, [train.OneHot()], plan);
        FluentActions
            .Invoking(() => FeatureModel.Of(features, train.Take(10), [fit.Fits[0].Solution]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A solution must have a coefficient for each of the 10 images, but had 20.*");
        var other = Dataset.FromPixels("other", DatasetSplit.Test, new ImageShape(1, 1, 2), new byte[4], new long[2], ["one", "other"]);
        FluentActions
            .Invoking(() => fit.ToModels()[0].Predict(other))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The gabor map takes*");
    }

    private sealed class Heard(List<SolverProgress> all) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => all.Add(value);
    }

    [Fact]
    public void Any_weights_make_a_model()
    {
        var images = FashionMnistMini.Load().Test.Take(7);
        var features = RandomReluFeatures.Create(images.Shape, 1200, seed: 2); // two blocks
        var weights = new double[1200, 3];
        (weights[5, 1], weights[1100, 1], weights[30, 2]) = (2, -3, 4);
        var model = FeatureModel.Of(features, weights);
        (model.Outputs, model.Norm).Should().Be((3, Math.Sqrt(29)));
        using var first = features.Block(0, images);
        using var last = features.Block(1, images);
        var (a, b, outputs) = (first.data<float>().ToArray(), last.data<float>().ToArray(), model.Predict(images));
        for (var i = 0; i < 7; i++)
        {
            outputs[i, 0].Should().Be(0);
            outputs[i, 1].Should().BeApproximately(2.0 * a[i * 1000 + 5] - 3.0 * b[i * 200 + 100], 1e-6);
            outputs[i, 2].Should().BeApproximately(4.0 * a[i * 1000 + 30], 1e-6);
        }

        new Action(() => FeatureModel.Of(features, new double[5, 3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Weights must have a row for each of the 1200 features, but had 5.*");
    }
}
