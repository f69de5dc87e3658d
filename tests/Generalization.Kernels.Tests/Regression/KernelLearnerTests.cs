using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kernels.Regression;

[NoTensorLeaks]
public class KernelLearnerTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(120, 60);

    public static TheoryData<ILearner> Learners =>
        [
            new KernelLearner(new GaussianKernel(0.02)),
            new KernelLearner(new LinearKernel()) { Solver = new SolverOptions { Ridge = 1e-6 } },
            new KernelLearner(new GaussianKernel(0.05)) { Features = (train, _, _) => GaborFeatures.Create(train.Shape) },
            new KernelLearner(new LinearKernel())
            {
                Features = (train, seed, token) => RandomConvolution.Fit(train, new RandomConvolutionOptions { Filters = 60 }, seed, token),
                Solver = new SolverOptions { Ridge = 1e-3 },
            },
            new LeastNormLearner(),
        ];

    [Theory]
    [MemberData(nameof(Learners), DisableDiscoveryEnumeration = true)]
    public void Interpolates_its_training_set_and_is_better_than_chance_elsewhere(ILearner learner)
    {
        using var fitted = learner.Fit(Data.Train, seed: 3);
        fitted.OutputCount.Should().Be(10);
        fitted.Errors(Data.Train).Should().Be(0);
        fitted.Accuracy(Data.Test).Should().BeGreaterThan(0.4);
    }

    [Fact]
    public void A_predictor_that_was_disposed_is_refused_also_where_another_shares_its_points()
    {
        var both = new KernelLearner(new GaussianKernel(0.02)).FitAll([Data.Train, Data.Train], seed: 3);
        using var second = both[1];
        both[0].Dispose();
        both[0].Invoking(p => p.Predict(Data.Test)).Should().Throw<ObjectDisposedException>();
        second.Predict(Data.Test).Length.Should().Be(600);
    }

    [Theory]
    [MemberData(nameof(Learners), DisableDiscoveryEnumeration = true)]
    public void Labelings_fitted_together_are_those_fitted_alone(ILearner learner)
    {
        var random = Data.Corrupt(new UniformLabelNoise(1), seed: 5).Train;
        var together = learner.FitAll([Data.Train, random], seed: 3);
        using var first = together[0];
        using var second = together[1];
        using var alone = learner.Fit(random, seed: 3);
        second.Errors(random).Should().Be(0);
        Compare(second.Predict(Data.Test), alone.Predict(Data.Test)).Should().BeLessThan(1e-6);
        // The points are shared: what one predictor frees the other still needs.
        first.Dispose();
        second.Predict(Data.Test).Length.Should().Be(600);
    }

    /// <summary>Bytes and raw values give the same outputs: both are the same points.</summary>
    [Theory]
    [MemberData(nameof(Learners), DisableDiscoveryEnumeration = true)]
    public void Examples_of_another_shape_and_as_many_values_are_refused(ILearner learner)
    {
        using var fitted = learner.Fit(Data.Train, seed: 3);
        var flat = Dataset.FromVectors("flat", DatasetSplit.Test, new float[2, Data.Shape.Size], [0, 1], Data.Test.ClassNames);
        FluentActions
            .Invoking(() => fitted.Predict(flat))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Examples must be of 1×28×28, which the learner was fitted to, but flat has 1×1×784.*");
    }

    /// <summary>The trace of H by its definition: what each example's output gains when its own target does.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void The_trace_is_that_of_the_matrix_that_makes_outputs_of_targets(double ridge)
    {
        var learner = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = ridge } };
        var few = Data.Train.Take(30);
        var fits = learner.FitAllWithTrace([few, few.WithLabels(Enumerable.Repeat(1L, 30).ToArray(), "ones")], seed: 0);
        fits.Predictors.Should().HaveCount(2);
        foreach (var predictor in fits.Predictors)
            predictor.Dispose();
        double sum = 0;
        for (var i = 0; i < 30; i++)
        {
            var own = i;
            var unit = learner with
            {
                Targets = _ =>
                {
                    var targets = new double[30, 1];
                    targets[own, 0] = 1;
                    return targets;
                },
            };
            using var fitted = unit.Fit(few, seed: 0);
            sum += fitted.Predict(few)[i, 0];
        }

        fits.HatTrace.Should().BeApproximately(sum, 1e-8);
    }

    [Fact]
    public void The_traces_of_interpolants_are_their_ranks_and_iterations_know_none()
    {
        var few = Data.Train.Take(40);
        foreach (
            var learner in new IHatTrace[]
            {
                new LeastNormLearner(),
                new RandomCentreLearner(new GaussianKernel(0.02)),
                new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Solver = KernelSolver.Iterative } },
            }
        )
        {
            var fits = learner.FitAllWithTrace([few], seed: 1);
            fits.HatTrace.Should().Be(40);
            fits.Predictors[0].Errors(few).Should().Be(0);
            fits.Predictors[0].Dispose();
        }

        var iterative = new KernelLearner(new GaussianKernel(0.02))
        {
            Solver = new SolverOptions { Solver = KernelSolver.Iterative, Ridge = 0.1 },
        };
        var unknown = iterative.FitAllWithTrace([few], seed: 1);
        unknown.HatTrace.Should().BeNull();
        unknown.Predictors[0].Dispose();
    }

    [Fact]
    public void Streamed_features_keep_their_fit()
    {
        var leaving = new KernelLearner(new LinearKernel())
        {
            Features = (train, seed, token) => RandomConvolution.Fit(train, new RandomConvolutionOptions { Filters = 60 }, seed, token),
            Solver = new SolverOptions { Ridge = 1e-3, LeaveOneOut = true },
        };
        using var fitted = (FeaturePredictor)leaving.Fit(Data.Train, seed: 3);
        fitted.Fit.LeaveOneOut!.Outputs.GetLength(0).Should().Be(Data.Train.Count);
        fitted.Fit.Errors(Data.Train.Labels).Should().Be(0);
    }

    [Fact]
    public void Two_classes_may_be_signs()
    {
        var labels = Data.Train.Labels.ToArray().Select(l => l % 2).ToArray();
        var two = Dataset.FromPixels("two", DatasetSplit.Train, Data.Shape, Pixels(), labels, ["even", "odd"]);
        using var fitted = new KernelLearner(new GaussianKernel(0.02)) { Targets = set => set.PlusMinusOne() }.Fit(two, seed: 0);
        fitted.OutputCount.Should().Be(1);
        fitted.Rule.Should().Be(DecisionRule.Sign);
        fitted.Errors(two).Should().Be(0);
    }

    // A pixel that tells each image from the others, beside its class.
    private static byte[] Pixels()
    {
        var pixels = new byte[Data.Train.Count * Data.Shape.Size];
        for (var i = 0; i < Data.Train.Count; i++)
        for (var j = 0; j < Data.Shape.Size; j++)
            pixels[i * Data.Shape.Size + j] = (byte)((i * 37 + j * j) % 251);
        return pixels;
    }

    private static double Compare(double[,] first, double[,] second)
    {
        var largest = 0.0;
        for (var i = 0; i < first.GetLength(0); i++)
        for (var c = 0; c < first.GetLength(1); c++)
            largest = Math.Max(largest, Math.Abs(first[i, c] - second[i, c]));
        return largest;
    }

    [Fact]
    public void A_learner_has_words_unless_it_holds_a_function()
    {
        var learner = new KernelLearner(new GaussianKernel(0.02));
        learner
            .Describe()
            .Should()
            .Be(
                (
                    learner with
                    {
                        Solver = new SolverOptions
                        {
                            Tile = 64,
                            Memory = 1L << 30,
                            LeaveOneOut = true,
                        },
                    }
                ).Describe(),
                "these decide the last bits alone"
            )
            .And.NotBe((learner with { Kernel = new GaussianKernel(0.03) }).Describe())
            .And.NotBe((learner with { Kernel = new LinearKernel() }).Describe())
            .And.NotBe((learner with { Solver = new SolverOptions { Ridge = 1e-3 } }).Describe())
            .And.NotBe((learner with { Solver = new SolverOptions { Precision = SolverPrecision.Mixed } }).Describe())
            .And.NotBe((learner with { Solver = new SolverOptions { Solver = KernelSolver.Iterative } }).Describe());

        FluentActions
            .Invoking(() => (learner with { Features = (train, _, _) => GaborFeatures.Create(train.Shape) }).Describe())
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*holds the delegate Features*");
    }

    [Fact]
    public void A_kernel_that_is_null_is_refused_where_it_is_given()
    {
        FluentActions.Invoking(() => new KernelLearner(null!)).Should().Throw<ArgumentNullException>().WithParameterName("Kernel");
        FluentActions
            .Invoking(() => new KernelLearner(new LinearKernel()) with { Kernel = null! })
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("Kernel");
    }
}
