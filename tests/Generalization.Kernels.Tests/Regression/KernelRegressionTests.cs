using Generalization.Corruption;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class KernelRegressionTests
{
    [Theory]
    [InlineData(KernelSolver.Direct, SolverPrecision.Float64, 1e-12)]
    [InlineData(KernelSolver.Direct, SolverPrecision.Mixed, 1e-8)]
    [InlineData(KernelSolver.Iterative, SolverPrecision.Float64, 1e-6)]
    public void Interpolates_images_with_true_and_with_random_labels(KernelSolver solver, SolverPrecision precision, double residual)
    {
        var data = FashionMnistMini.Load().Take(600, 300);
        var random = data.Corrupt(new UniformLabelNoise(1), seed: 0);
        var plan = SolverPlan.For(600, data.Train.Shape.Size, 20, new SolverOptions { Solver = solver, Precision = precision });
        using var train = PointSet.Of(data.Train);
        using var test = PointSet.Of(data.Test);
        var regression = KernelRegression.Fit(new GaussianKernel(), train, [data.Train.OneHot(), random.Train.OneHot()], plan);
        regression.Fits[0].Errors(data.Train.Labels).Should().Be(0);
        regression.Fits[1].Errors(random.Train.Labels).Should().Be(0);
        regression.Fits.Should().OnlyContain(f => f.RelativeResidual <= residual);
        regression.Fits[1].Solution.Norm.Should().BeGreaterThan(1.5 * regression.Fits[0].Solution.Norm);
        using var model = new KernelModel(new GaussianKernel(), train, regression.Fits[0].Solution);
        ((double)Classification.Errors(model.Predict(test), data.Test.Labels) / 300).Should().BeInRange(0.1, 0.3);
    }

    [Fact]
    public void The_certificate_is_that_of_the_coefficients()
    {
        var (x, y) = (Slow.RandomPoints(80, 5, 1), Slow.RandomTargets(80, 2, 1));
        using var points = PointSet.Of(x);
        var plan = SolverPlan.For(80, 5, 2, new SolverOptions { Ridge = 0.5, Tile = 9 });
        var fit = KernelRegression.Fit(new GaussianKernel(), points, [y], plan).Fits[0];
        var (gram, alpha) = (Slow.Gram(new GaussianKernel(), x, x), Slow.Matrix(fit.Solution.Coefficients));
        var residual = gram * alpha + 0.5 * alpha - Slow.Matrix(y);
        fit.MaxResidual.Should().BeApproximately(residual.Enumerate().Max(Math.Abs), 1e-13);
        fit.RelativeResidual.Should().BeApproximately(residual.FrobeniusNorm() / Slow.Matrix(y).FrobeniusNorm(), 1e-13);
        Slow.LargestDifference(Slow.Matrix(fit.Fitted), gram * alpha).Should().BeLessThan(1e-12);
    }

    [Theory]
    [InlineData(KernelSolver.Direct)]
    [InlineData(KernelSolver.Iterative)]
    public void Identical_examples_with_different_targets_are_named_and_a_ridge_helps(KernelSolver solver)
    {
        var (x, y) = (Slow.RandomPoints(40, 2, 3), Slow.RandomTargets(40, 2, 3));
        (x[31, 0], x[31, 1]) = (x[4, 0], x[4, 1]);
        using var points = PointSet.Of(x);
        var options = new SolverOptions { Solver = solver, Tolerance = 1e-8 };
        FluentActions
            .Invoking(() => KernelRegression.Fit(new GaussianKernel(), points, [y], SolverPlan.For(40, 2, 2, options)))
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage(
                "Without a ridge all training examples must differ, but 4 and 31 are identical and have different targets; "
                    + "remove one of them or set a ridge of at least *."
            );
        KernelRegression
            .Fit(new GaussianKernel(1), points, [y], SolverPlan.For(40, 2, 2, options with { Ridge = 0.01 }))
            .Fits[0]
            .RelativeResidual.Should()
            .BeLessThan(1e-7);
    }

    [Fact]
    public void Iteration_that_may_not_go_on_says_how_far_it_came()
    {
        using var points = PointSet.Of(Slow.RandomPoints(300, 5, 1));
        var plan = SolverPlan.For(
            300,
            5,
            2,
            new SolverOptions
            {
                Solver = KernelSolver.Iterative,
                MaxIterations = 2,
                Rank = 5,
                Tolerance = 1e-10,
            }
        );
        FluentActions
            .Invoking(() => KernelRegression.Fit(new GaussianKernel(0.1), points, [Slow.RandomTargets(300, 2, 1)], plan))
            .Should()
            .Throw<NotConvergedException>()
            .WithMessage(
                "The relative residual must fall to 1E-10, but was * after 2 iterations; allow more "
                    + "iterations or a larger tolerance, or set a ridge."
            )
            .Which.Iterations.Should()
            .Be(2);
    }

    [Fact]
    public void Tiles_computed_anew_give_the_iterations_of_tiles_in_memory()
    {
        // More than one cluster and a low rank, so that there is something to iterate, and no farther than float32 products tell in any
        // order of sums.
        const int n = 1300;
        var y = Slow.RandomTargets(n, 2, 1);
        using var points = PointSet.Of(Slow.RandomPoints(n, 5, 1));
        var options = new SolverOptions
        {
            Solver = KernelSolver.Iterative,
            Rank = 20,
            Tolerance = 1e-4,
            Ridge = 0.05,
        };
        var inMemory = SolverPlan.For(n, 5, 2, options);
        var anew = SolverPlan.For(n, 5, 2, options with { Memory = inMemory.Bytes - 1 });
        (inMemory.KeepsMatrix, anew.KeepsMatrix).Should().Be((true, false));
        KernelFit Fit(SolverPlan plan) => KernelRegression.Fit(new GaussianKernel(0.5), points, [y], plan).Fits[0];
        var (kept, made) = (Fit(inMemory), Fit(anew));
        made.RelativeResidual.Should().BeLessThan(1e-4);
        made.Solution.Iterations.Should().Be(kept.Solution.Iterations).And.BeGreaterThan(5);
        foreach (var (one, other) in made.Solution.ResidualHistory.Zip(kept.Solution.ResidualHistory))
            one.Should().BeApproximately(other, 1e-3 * other);
        Slow.LargestDifference(Slow.Matrix(made.Solution.Coefficients), Slow.Matrix(kept.Solution.Coefficients))
            .Should()
            .BeLessThan(1e-3 * kept.Solution.Coefficients.Cast<double>().Max(Math.Abs));
    }

    [Fact]
    public void Iteration_over_several_clusters_ends_where_the_factorization_does()
    {
        const int n = 1500;
        n.Should().BeGreaterThan(SolverPlan.ClusterSize);
        var y = Slow.RandomTargets(n, 2, 1);
        using var points = PointSet.Of(Slow.RandomPoints(n, 4, 1));
        var options = new SolverOptions
        {
            Ridge = 0.1,
            Rank = 50,
            Tolerance = 1e-9,
        };
        KernelSolution Solve(KernelSolver solver) =>
            KernelRegression
                .Fit(new GaussianKernel(0.5), points, [y], SolverPlan.For(n, 4, 2, options with { Solver = solver }))
                .Fits[0]
                .Solution;
        var (direct, iterated) = (Solve(KernelSolver.Direct), Solve(KernelSolver.Iterative));
        // ‖(K + λI)⁻¹‖ ≤ 1/λ.
        Slow.LargestDifference(Slow.Matrix(iterated.Coefficients), Slow.Matrix(direct.Coefficients))
            .Should()
            .BeLessThan(1e-9 / 0.1 * Slow.Matrix(y).FrobeniusNorm());
        iterated.Norm.Should().BeApproximately(direct.Norm, 1e-7 * direct.Norm);
    }
}
