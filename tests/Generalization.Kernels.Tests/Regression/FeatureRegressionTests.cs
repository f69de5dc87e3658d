using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class FeatureRegressionTests
{
    public static TheoryData<ProductKernel, double, long?> Cases =>
        new()
        {
            { new LinearKernel(), 1e-3, null },
            { new GaussianKernel(0.05), 0, null },
            { new PolynomialKernel(2, 0.1), 0.1, null },
            { new LinearKernel(), 1e-3, 100_000 },
        };

    /// <summary>Whether features are streamed or kept as points, and whether the matrix spills, the regression is the same.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_regression_on_the_features_as_points(ProductKernel kernel, double ridge, long? memory)
    {
        var data = FashionMnistMini.Load().Take(150, 40);
        var features = GaborFeatures.Create(data.Train.Shape);
        var options = new SolverOptions
        {
            Tile = 8,
            Ridge = ridge,
            Memory = memory,
        };
        var plan = SolverPlan.For(150, features.Dimension, 10, options, streams: true);
        (plan.SpilledBytes > 0).Should().Be(memory is not null);
        var streamed = FeatureRegression.Fit(features, data.Train, data.Test, [data.Train.OneHot()], plan, kernel);

        using var train = PointSet.OfFeatures(features, data.Train);
        using var test = PointSet.OfFeatures(features, data.Test);
        var expected = KernelRegression
            .Fit(kernel, train, [data.Train.OneHot()], SolverPlan.For(150, train.Dimension, 10, options with { Memory = null }))
            .Fits[0];
        using var model = new KernelModel(kernel, train, expected.Solution);
        Slow.LargestDifference(Slow.Matrix(streamed.TestOutputs[0]), Slow.Matrix(model.Predict(test))).Should().BeLessThan(1e-3);
        streamed.Fits[0].Solution.Norm.Should().BeApproximately(expected.Solution.Norm, 1e-4 * expected.Solution.Norm);
        streamed.Fits[0].MaxResidual.Should().BeLessThan(1e-9);
        streamed.Fits[0].CheckedRows.Should().HaveCount(128).And.OnlyHaveUniqueItems();
        Slow.LargestDifference(Slow.Matrix(streamed.Fits[0].Fitted), Slow.Matrix(expected.Fitted)).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void An_accumulation_that_was_ended_goes_on_to_the_same_bits_and_leaves_no_state()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var data = FashionMnistMini.Load().Take(60, 20);
            var features = GaborFeatures.Create(data.Train.Shape);
            var plain = new SolverOptions { Tile = 16, Ridge = 1e-2 };
            var kept = plain with { StateFolder = folder, StateInterval = TimeSpan.Zero };
            var expected = Fit(features, plain, default);

            using var source = new CancellationTokenSource();
            var ended = new EndsInTheSecondBlock(features, ends: true, source);
            FluentActions.Invoking(() => Fit(ended, kept, source.Token)).Should().Throw<OperationCanceledException>();
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().Equal("gram-state.bin");
            var counting = new EndsInTheSecondBlock(features, ends: false, source);
            Fit(counting, kept, default).TestOutputs[0].Should().BeEquivalentTo(expected.TestOutputs[0], o => o.WithStrictOrdering());
            counting.TrainBlocks.Should().Be(features.BlockCount - 1, "the first block was there already");
            Directory.EnumerateFiles(folder).Should().BeEmpty();

            FeatureRegression Fit(FeatureMap map, SolverOptions options, CancellationToken token) =>
                FeatureRegression.Fit(
                    map,
                    data.Train,
                    data.Test,
                    [data.Train.OneHot()],
                    SolverPlan.For(60, features.Dimension, 10, options),
                    token: token
                );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The factorization fails after the pass: the pass serves the next ridge.</summary>
    [Fact]
    public void An_accumulation_outlives_a_factorization_that_fails_and_serves_a_larger_ridge()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            // Sixteen features and a constant make seventeen dimensions of sixty.
            var data = FashionMnistMini.Load().Take(60, 20);
            var features = RandomConvolution.Fit(
                data.Train,
                new RandomConvolutionOptions
                {
                    Filters = 2,
                    FiltersPerBlock = 1,
                    PatchSamples = 1000,
                },
                0
            );
            var options = new SolverOptions { Tile = 16, StateFolder = folder };
            using var none = new CancellationTokenSource();
            FluentActions.Invoking(() => Fit(features, options)).Should().Throw<NotPositiveDefiniteException>();
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().Equal("gram-state.bin");
            var counting = new EndsInTheSecondBlock(features, ends: false, none);
            var ridged = options with { Ridge = 0.1 };
            var fit = Fit(counting, ridged);
            counting.TrainBlocks.Should().Be(0, "all blocks were there already");
            fit.TestOutputs[0]
                .Should()
                .BeEquivalentTo(Fit(features, ridged with { StateFolder = null }).TestOutputs[0], o => o.WithStrictOrdering());
            Directory.EnumerateFiles(folder).Should().BeEmpty();

            FeatureRegression Fit(FeatureMap map, SolverOptions given) =>
                FeatureRegression.Fit(
                    map,
                    data.Train,
                    data.Test,
                    [data.Train.OneHot()],
                    SolverPlan.For(60, map.Dimension, 10, given, streams: true),
                    new PolynomialKernel(1)
                );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_linear_kernel_of_too_few_features_is_refused_before_any_is_computed()
    {
        var data = FashionMnistMini.Load().Take(20, 10);
        using var none = new CancellationTokenSource();
        var counting = new EndsInTheSecondBlock(
            RandomConvolution.Fit(data.Train, new RandomConvolutionOptions { Filters = 2, PatchSamples = 100 }, 0),
            ends: false,
            none
        );
        FeatureRegression Fit(double ridge, ProductKernel kernel) =>
            FeatureRegression.Fit(
                counting,
                data.Train,
                data.Test,
                [data.Train.OneHot()],
                SolverPlan.For(20, counting.Dimension, 10, new SolverOptions { Ridge = ridge }, streams: true),
                kernel
            );
        FluentActions
            .Invoking(() => Fit(0, new LinearKernel()))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "A linear kernel without a ridge needs a feature for each of the 20 training images, but there are 16; set "
                    + "a ridge, or take more features or another kernel. (Parameter 'plan')"
            );
        counting.TrainBlocks.Should().Be(0);
        Fit(1e-3, new LinearKernel()).Fits[0].RelativeResidual.Should().BeLessThan(1e-9);
        Fit(0, new GaussianKernel(0.05)).Fits[0].RelativeResidual.Should().BeLessThan(1e-9);
    }

    [Fact]
    public void The_state_of_another_accumulation_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(folder, "gram-state.bin");
        File.WriteAllBytes(file, new byte[100]);
        var data = FashionMnistMini.Load().Take(20, 10);
        var plan = SolverPlan.For(20, 10, 10, new SolverOptions { StateFolder = folder });
        FluentActions
            .Invoking(() =>
                FeatureRegression.Fit(GaborFeatures.Create(data.Train.Shape), data.Train, data.Test, [data.Train.OneHot()], plan)
            )
            .Should()
            .Throw<IOException>()
            .WithMessage(
                $"The state in {file} must be of this accumulation, but is of another; name another "
                    + "folder, or delete the file to begin anew."
            );
    }

    private sealed class EndsInTheSecondBlock(FeatureMap inner, bool ends, CancellationTokenSource source) : FeatureMap
    {
        public int TrainBlocks { get; private set; }

        public override string Name => inner.Name;

        public override int Dimension => inner.Dimension;

        public override int BlockCount => inner.BlockCount;

        public override TorchSharp.torch.Tensor Block(
            int block,
            Dataset images,
            TorchSharp.torch.Device? device = null,
            CancellationToken token = default
        )
        {
            if (images.Count > 2 && images.Split == DatasetSplit.Train)
                TrainBlocks++;
            if (images.Count > 2 && TrainBlocks == 2 && ends)
                source.Cancel();
            return inner.Block(block, images, device);
        }
    }

    /// <summary>250 filters in blocks of 100, the last of 50: an even share would be 84.</summary>
    [Fact]
    public void Streaming_takes_the_widest_block_in_both_precisions_or_beside_the_test_images()
    {
        var features = RandomConvolution.Fit(
            FashionMnistMini.Load().Train.Take(20),
            new RandomConvolutionOptions { Filters = 250, PatchSamples = 100 },
            0
        );
        features.BlockWidth.Should().Be(800);
        const long strip = 2 * 256 * 800 * 8;
        FeatureRegression
            .BytesBeside(features, 50_000, 10_000)
            .Should()
            .Be(4 * 50_000L * 10_000 + 128 * 50_000 * 8 + 12 * 50_000 * 800 + strip);
        FeatureRegression.BytesBeside(features, 1000, 9000).Should().Be(4 * 1000 * 9000 + 128 * 1000 * 8 + 4 * 10_000 * 800 + strip);
    }

    [Fact]
    public void An_iterative_plan_is_refused()
    {
        var data = FashionMnistMini.Load().Take(20, 10);
        var plan = SolverPlan.For(20, 10, 10, new SolverOptions { Solver = KernelSolver.Iterative });
        FluentActions
            .Invoking(() =>
                FeatureRegression.Fit(GaborFeatures.Create(data.Train.Shape), data.Train, data.Test, [data.Train.OneHot()], plan)
            )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Streamed features need the direct solver, with the matrix in memory where it is "
                    + "mixed, since their tiles cannot be computed anew.*"
            );
    }
}
