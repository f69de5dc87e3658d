using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;

namespace Generalization.Tests.Results;

public class KernelRunTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(200, 50);
    private static readonly SolverOptions Direct = new(),
        Iterative = new() { Solver = KernelSolver.Iterative };

    [Fact]
    public void A_plan_counts_the_points_that_are_kept()
    {
        var (gabor, convolution) = (
            GaborFeatures.Create(Data.Train.Shape),
            RandomConvolution.Fit(Data.Train, new RandomConvolutionOptions { Filters = 2, PatchSamples = 100 }, 0)
        );
        Beside(new LinearKernel(), gabor, Direct).Should().Be(250L * gabor.Dimension * sizeof(float));
        Beside(new LinearKernel(), convolution, Iterative).Should().Be(250L * convolution.Dimension * sizeof(float));
        Beside(new LaplacianKernel(), convolution, Direct).Should().Be(250L * convolution.Dimension * sizeof(float));
        Beside(new GaussianKernel(), null, Direct).Should().Be(250L * 784);
        Beside(new GaussianKernel(), null, Iterative, Data.Corrupt(new GaussianPixels(), seed: 0)).Should().Be(250L * 784 * sizeof(float));
    }

    [Fact]
    public void A_plan_of_streamed_features_counts_what_streaming_takes()
    {
        var convolution = RandomConvolution.Fit(Data.Train, new RandomConvolutionOptions { Filters = 2, PatchSamples = 100 }, 0);
        KernelRun
            .Plan(new LinearKernel(), convolution, KernelData.Of(Data), 1, Direct)
            .Bytes.Should()
            .Be(
                SolverPlan
                    .For(200, convolution.Dimension, 10, Direct, FeatureRegression.BytesBeside(convolution, 200, 50), streams: true)
                    .Bytes
            );
    }

    [Fact]
    public void Every_way_says_how_long_it_predicted_and_the_total_is_the_sum()
    {
        var convolution = RandomConvolution.Fit(Data.Train, new RandomConvolutionOptions { Filters = 2, PatchSamples = 100 }, 0);
        foreach (var options in new[] { Direct with { Ridge = 1 }, Iterative with { Ridge = 1 } })
        {
            var seconds = KernelRun
                .Of(
                    new LinearKernel(),
                    convolution,
                    KernelData.Of(Data),
                    [Data.Train.OneHot()],
                    KernelRun.Plan(new LinearKernel(), convolution, KernelData.Of(Data), 1, options)
                )
                .Seconds;
            seconds.Predict.Should().BePositive();
            (seconds.Features is null)
                .Should()
                .Be(options.Solver == KernelSolver.Direct, "streamed features are in the time of the matrix");
            seconds
                .Total.Should()
                .BeApproximately(
                    new[] { seconds.Features, seconds.Gram, seconds.Factor, seconds.Solve, seconds.Verify, seconds.Predict }.Sum()!.Value,
                    1e-12
                );
        }
    }

    private static long Beside(Kernel kernel, FeatureMap? features, SolverOptions options, TrainTestData? data = null) =>
        KernelRun.Plan(kernel, features, KernelData.Of(data ?? Data), 1, options).Bytes
        - SolverPlan.For(200, features?.Dimension ?? 784, 10, options).Bytes;
}
