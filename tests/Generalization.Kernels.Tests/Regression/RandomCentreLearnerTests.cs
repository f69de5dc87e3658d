using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kernels.Regression;

[NoTensorLeaks]
public class RandomCentreLearnerTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(120, 60);

    [Fact]
    public void It_interpolates_with_a_norm_and_labelings_fitted_together_are_those_fitted_alone()
    {
        var learner = new RandomCentreLearner(new GaussianKernel(0.02));
        learner.Name.Should().Be("gaussian-random-centres");
        var random = Data.Corrupt(new UniformLabelNoise(1), seed: 5).Train;
        var together = learner.FitAll([Data.Train, random], seed: 3);
        using var first = (KernelPredictor)together[0];
        using var second = (KernelPredictor)together[1];
        using var alone = learner.Fit(random, seed: 3);
        (first.Errors(Data.Train), second.Errors(random)).Should().Be((0, 0));
        Worst(second.Predict(Data.Test), alone.Predict(Data.Test)).Should().BeLessThan(1e-5);
        using var least = (KernelPredictor)new KernelLearner(new GaussianKernel(0.02)).Fit(Data.Train, seed: 3);
        first.Fit.Solution.Norm.Should().BeGreaterThan(5 * least.Fit.Solution.Norm);
        // The centres are shared: what one predictor frees the other still needs.
        first.Dispose();
        second.Predict(Data.Test).Length.Should().Be(600);
    }

    [Fact]
    public void Another_seed_has_other_centres_and_the_memory_is_asked_for_first()
    {
        var learner = new RandomCentreLearner(new GaussianKernel(0.02), CentreDistribution.Uniform);
        using var one = learner.Fit(Data.Train, seed: 3);
        using var other = learner.Fit(Data.Train, seed: 4);
        Worst(one.Predict(Data.Test), other.Predict(Data.Test)).Should().BeGreaterThan(0.1);
        var small = learner with { Solver = new SolverOptions { Memory = 1_000_000 } };
        new Action(() => small.Fit(Data.Train, seed: 0))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage("Solving for 120 centres needs *");
    }

    [Fact]
    public void A_kernel_that_is_null_is_refused_where_it_is_given() =>
        FluentActions.Invoking(() => new RandomCentreLearner(null!)).Should().Throw<ArgumentNullException>().WithParameterName("Kernel");

    private static double Worst(double[,] first, double[,] second) =>
        first.Cast<double>().Zip(second.Cast<double>()).Max(p => Math.Abs(p.First - p.Second));
}
