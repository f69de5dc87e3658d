using CsCheck;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests;

[NoTensorLeaks]
public class CholeskyFactorTests
{
    private static readonly Kernel Kernel = new GaussianKernel(0.5);

    [Fact]
    public void Solves_what_a_dense_solver_solves_whatever_the_tile() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 25], Gen.Int[1, 4], Gen.Double[0, 1], Gen.ULong)
            .Sample(
                (n, tile, c, ridge, seed) =>
                {
                    var (x, y) = (Slow.RandomPoints(n, 4, seed), Slow.RandomTargets(n, c, seed));
                    var matrix = Slow.Gram(Kernel, x, x);
                    var expected = (matrix + ridge * Matrix<double>.Build.DenseIdentity(n)).Solve(Slow.Matrix(y));
                    using var factor = Factorize(x, new SolverOptions { Tile = tile, Ridge = ridge });
                    var solution = factor.Solve(y);
                    Slow.LargestDifference(Slow.Matrix(solution.Coefficients), expected)
                        .Should()
                        .BeLessThan(1e-7 * (1 + expected.Enumerate().Max(Math.Abs)));
                    for (var k = 0; k < c; k++)
                    {
                        var alpha = expected.Column(k);
                        solution
                            .NormPerOutput[k]
                            .Should()
                            .BeApproximately(Math.Sqrt(alpha.DotProduct(matrix * alpha)), 1e-6 * (1 + alpha.L2Norm()));
                    }
                },
                iter: 60
            );

    [Fact]
    public void Spilling_gives_the_same_bits_and_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (x, y) = (Slow.RandomPoints(130, 4, 1), Slow.RandomTargets(130, 3, 1));
            var spilling = new SolverOptions
            {
                Tile = 10,
                Memory = 120_000,
                SpillFolder = folder,
            };
            var plan = SolverPlan.For(130, 4, 3, spilling);
            plan.SpilledBytes.Should().BePositive();
            plan.GroupPanels.Should().BeInRange(1, 5);
            using var inMemory = Factorize(x, new SolverOptions { Tile = 10 });
            using (var factor = Factorize(x, spilling))
            {
                Directory.EnumerateFiles(folder).Should().BeEmpty("the name goes while the file lives");
                factor.Solve(y).Coefficients.Should().BeEquivalentTo(inMemory.Solve(y).Coefficients, o => o.WithStrictOrdering());
                factor.EstimateCondition().Should().Be(inMemory.EstimateCondition());
            }

            Directory.EnumerateFiles(folder).Should().BeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Mixed_precision_reaches_the_residual_of_float64()
    {
        var (x, y) = (Slow.RandomPoints(200, 6, 2), Slow.RandomTargets(200, 3, 2));
        using var factor = Factorize(
            x,
            new SolverOptions
            {
                Tile = 32,
                Precision = SolverPrecision.Mixed,
                Tolerance = 1e-11,
            }
        );
        var solution = factor.Solve(y);
        solution.Iterations.Should().BeInRange(1, 12);
        var residual = Slow.Gram(Kernel, x, x) * Slow.Matrix(solution.Coefficients) - Slow.Matrix(y);
        (residual.FrobeniusNorm() / Slow.Matrix(y).FrobeniusNorm()).Should().BeLessThan(3e-11);
        using var exact = Factorize(x, new SolverOptions { Tile = 32 });
        solution.Norm.Should().BeApproximately(exact.Solve(y).Norm, 1e-6);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    public void The_condition_estimate_is_below_the_truth_and_near_it(double gamma)
    {
        var x = Slow.RandomPoints(60, 6, 4);
        using var points = PointSet.Of(x);
        using var gram = GramMatrix.Of(new GaussianKernel(gamma), points, SolverPlan.For(60, 6, 1, new SolverOptions { Tile = 13 }));
        using var factor = gram.Factorize();
        var matrix = Slow.Gram(new GaussianKernel(gamma), x, x);
        var truth = matrix.L1Norm() * matrix.Inverse().L1Norm();
        factor.EstimateCondition().Should().BeInRange(truth / 3, truth * 1.001);
    }

    [Fact]
    public void Leave_one_out_errors_are_those_of_leaving_one_out()
    {
        const int n = 25;
        const double ridge = 0.1;
        var (x, y) = (Slow.RandomPoints(n, 3, 8), Slow.RandomTargets(n, 2, 8));
        using var factor = Factorize(x, new SolverOptions { Tile = 7, Ridge = ridge });
        var errors = factor.LeaveOneOutErrors(factor.Solve(y));
        using var other = Factorize(Slow.RandomPoints(4, 3, 8), new SolverOptions { Ridge = ridge });
        FluentActions
            .Invoking(() => other.LeaveOneOutErrors(factor.Solve(y)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The solution must be of this factor's 4 points, but has 25 rows.*");
        var matrix = Slow.Gram(Kernel, x, x);
        for (var left = 0; left < n; left++)
        {
            int[] others = [.. Enumerable.Range(0, n).Where(i => i != left)];
            var part = Matrix<double>.Build.Dense(n - 1, n - 1, (i, j) => matrix[others[i], others[j]] + (i == j ? ridge : 0));
            var alpha = part.Solve(Matrix<double>.Build.Dense(n - 1, 2, (i, c) => y[others[i], c]));
            for (var c = 0; c < 2; c++)
                errors[left, c].Should().BeApproximately(y[left, c] - others.Select((o, i) => matrix[left, o] * alpha[i, c]).Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_matrix_short_of_rank_is_refused_with_the_pivot_and_a_ridge_that_does()
    {
        var x = Slow.RandomPoints(30, 4, 9);
        using var points = PointSet.Of(x);
        var plan = SolverPlan.For(30, 4, 1, new SolverOptions { Tile = 8 });
        using var gram = GramMatrix.Of(new LinearKernel(), points, plan);
        var thrown = FluentActions
            .Invoking(() => gram.Factorize())
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage(
                "The Gram matrix must be positive definite, but pivot * in float64: its row depends on the ones before it; "
                    + "set a ridge of at least *, the size of the rounding errors of this factorization."
            )
            .Which;
        thrown.Pivot.Should().BeInRange(4, 6);
        thrown.Examples.Should().BeNull();
        using var again = GramMatrix.Of(
            new LinearKernel(),
            points,
            SolverPlan.For(30, 4, 1, new SolverOptions { Tile = 8, Ridge = thrown.SuggestedRidge * 2 })
        );
        using var factor = again.Factorize();
    }

    [Fact]
    public void A_point_of_length_0_has_a_pivot_of_0()
    {
        using var points = PointSet.Of(
            new double[,]
            {
                { 1, 0 },
                { 0, 0 },
            }
        );
        using var gram = GramMatrix.Of(new LinearKernel(), points, SolverPlan.For(2, 2));
        FluentActions
            .Invoking(() => gram.Factorize())
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage(
                "The Gram matrix must be positive definite, but pivot 1 was 0 of its diagonal element in float64: its row depends on the "
                    + "ones before it; set a ridge of at least 4.4E-16, the size of the rounding errors of this factorization."
            );
    }

    [Fact]
    public void Examples_that_the_kernel_cannot_tell_apart_are_named()
    {
        // Distinct bits, and nearer than float64 can tell in 1 − γ‖x − x′‖².
        using var points = PointSet.Of(
            new double[,]
            {
                { 1, 0 },
                { 1, 2 },
                { 1, 2 + 1e-9 },
            }
        );
        using var gram = GramMatrix.Of(new GaussianKernel(), points, SolverPlan.For(3, 2));
        FluentActions
            .Invoking(() => gram.Factorize())
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage(
                "The Gram matrix must be positive definite, but pivot 2 * in float64: examples 1 and "
                    + "2 coincide; set a ridge of at least *"
            )
            .Which.Examples.Should()
            .Be((1, 2));
    }

    [Fact]
    public void Wrong_targets_are_refused_in_a_sentence()
    {
        using var factor = Factorize(Slow.RandomPoints(5, 2, 1), new SolverOptions());
        FluentActions
            .Invoking(() => factor.Solve(new double[4, 2]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Targets must have 5 rows, one for each point, and at least one column, but had 4 and 2.*");
        FluentActions
            .Invoking(() =>
                factor.Solve(
                    new double[,]
                    {
                        { 1 },
                        { 1 },
                        { double.NaN },
                        { 1 },
                        { 1 },
                    }
                )
            )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Targets must be finite, but row 2, column 0 was NaN.*");
    }

    private static CholeskyFactor Factorize(double[,] x, SolverOptions options)
    {
        // The factor asks its points again only where it fails.
        using var points = PointSet.Of(x);
        using var gram = GramMatrix.Of(Kernel, points, SolverPlan.For(points.Count, points.Dimension, 3, options));
        return gram.Factorize();
    }
}
