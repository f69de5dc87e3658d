using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;

namespace Generalization.Tests;

[NoTensorLeaks]
public class GramMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 4)]
    [InlineData(64, 16)]
    [InlineData(33, 100)]
    public void Holds_every_value_of_the_kernel_once(int n, int tile)
    {
        var x = Slow.RandomPoints(n, 3, 5);
        using var points = PointSet.Of(x);
        using var gram = GramMatrix.Of(new GaussianKernel(0.3), points, SolverPlan.For(n, 3, 1, new SolverOptions { Tile = tile }));
        Slow.LargestDifference(Slow.Matrix(gram.ToArray()), Slow.Gram(new GaussianKernel(0.3), x, x)).Should().BeLessThan(1e-13);
    }

    [Fact]
    public void The_diagonal_is_exact()
    {
        using var points = PointSet.Of(Slow.RandomPoints(50, 200, 1, 100));
        using var gram = GramMatrix.Of(new GaussianKernel(1e-6), points, SolverPlan.For(50, 200, 1, new SolverOptions { Tile = 7 }));
        var values = gram.ToArray();
        for (var i = 0; i < 50; i++)
            values[i, i].Should().Be(1);
    }

    [Fact]
    public void Identical_points_are_named_before_anything_is_filled()
    {
        var x = Slow.RandomPoints(6, 2, 3);
        (x[5, 0], x[5, 1]) = (x[2, 0], x[2, 1]);
        using var points = PointSet.Of(x);
        var plan = SolverPlan.For(6, 2);
        var thrown = FluentActions
            .Invoking(() => GramMatrix.Of(new GaussianKernel(), points, plan))
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage(
                "Without a ridge all training examples must differ, but 2 and 5 are identical; "
                    + "remove one of them or set a ridge of at least 1.3E-15."
            )
            .Which;
        thrown.Examples.Should().Be((2, 5));
    }

    [Fact]
    public void The_ridge_for_identical_points_is_of_the_kernels_size_and_the_factors_precision()
    {
        var x = new double[,]
        {
            { 30, 0 },
            { 0, 40 },
            { 30, 0 },
        };
        using var points = PointSet.Of(x);
        double Suggested(SolverPrecision precision) =>
            FluentActions
                .Invoking(() =>
                    GramMatrix.Of(new LinearKernel(), points, SolverPlan.For(3, 2, 1, new SolverOptions { Precision = precision }))
                )
                .Should()
                .Throw<NotPositiveDefiniteException>()
                .Which.SuggestedRidge;
        Suggested(SolverPrecision.Float64).Should().Be(2 * 3 * Math.ScaleB(1, -53) * 1600);
        Suggested(SolverPrecision.Mixed).Should().Be(2 * 3 * Math.ScaleB(1, -24) * 1600);
    }

    [Fact]
    public void A_plan_for_another_number_of_points_is_refused()
    {
        using var points = PointSet.Of(Slow.RandomPoints(6, 2, 3));
        FluentActions
            .Invoking(() => GramMatrix.Of(new GaussianKernel(), points, SolverPlan.For(7, 2)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The plan must be for 6 points, but was for 7; make one with SolverPlan.For.*");
    }

    [Fact]
    public void An_iterative_plan_is_refused()
    {
        using var points = PointSet.Of(Slow.RandomPoints(6, 2, 3));
        var plan = SolverPlan.For(6, 2, 1, new SolverOptions { Solver = KernelSolver.Iterative });
        FluentActions
            .Invoking(() => GramMatrix.Of(new GaussianKernel(), points, plan))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The plan of a Gram matrix must be direct, but was iterative; plan with KernelSolver.Direct, or iterate "
                    + "with KernelRegression.Fit. (Parameter 'plan')"
            );
    }

    [Fact]
    public void Is_factorized_once()
    {
        using var points = PointSet.Of(Slow.RandomPoints(6, 2, 3));
        using var gram = GramMatrix.Of(new GaussianKernel(), points, SolverPlan.For(6, 2));
        using var factor = gram.Factorize();
        FluentActions
            .Invoking(() => gram.Factorize())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("This matrix was factorized already; its memory is the factor's now.");
    }

    [Fact]
    public void Can_be_ended_early()
    {
        using var points = PointSet.Of(Slow.RandomPoints(60, 2, 3));
        FluentActions
            .Invoking(() => GramMatrix.Of(new GaussianKernel(), points, SolverPlan.For(60, 2), null, new CancellationToken(true)))
            .Should()
            .Throw<OperationCanceledException>();
    }
}
