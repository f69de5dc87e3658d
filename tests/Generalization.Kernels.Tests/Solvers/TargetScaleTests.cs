using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;

namespace Generalization.Tests.Solvers;

/// <summary>Targets of any size: squares of 1e160 overflow, and those of 1e-170 are 0.</summary>
public class TargetScaleTests
{
    private const int Count = 60;

    public static TheoryData<string> Solvers => ["direct", "mixed", "iterative"];

    private static SolverOptions Options(string solver) =>
        new()
        {
            Ridge = 1e-3,
            Solver = solver == "iterative" ? KernelSolver.Iterative : KernelSolver.Direct,
            Precision = solver == "mixed" ? SolverPrecision.Mixed : SolverPrecision.Float64,
        };

    private static PointSet Points() => PointSet.Of(Filled(Count, 5, (i, j) => Math.Sin(7.1 * i + 3.3 * j)));

    private static double[,] Targets(Func<int, double> scale) =>
        Filled(
            Count,
            2,
            (i, c) =>
                scale(c)
                * (
                    c == 0 ? Math.Sin(i)
                    : i % 2 == 0 ? 1
                    : -1
                )
        );

    private static double[,] Filled(int rows, int columns, Func<int, int, double> value)
    {
        var all = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            all[i, j] = value(i, j);
        return all;
    }

    private static KernelFit Fit(string solver, double[,] targets)
    {
        using var points = Points();
        return KernelRegression.Fit(new GaussianKernel(1), points, [targets], SolverPlan.For(Count, 5, 2, Options(solver))).Fits[0];
    }

    [Theory]
    [InlineData(532)]
    [InlineData(890)]
    [InlineData(-565)]
    [InlineData(-890)]
    public void A_power_of_two_changes_exponents_alone(int exponent)
    {
        var (plain, scaled) = (Fit("direct", Targets(_ => 1)), Fit("direct", Targets(_ => Math.ScaleB(1, exponent))));
        scaled.Solution.Norm.Should().Be(Math.ScaleB(plain.Solution.Norm, exponent));
        scaled.Solution.NormPerOutput.Should().Equal(plain.Solution.NormPerOutput.Select(n => Math.ScaleB(n, exponent)));
        scaled
            .Solution.Coefficients.Cast<double>()
            .Should()
            .Equal(plain.Solution.Coefficients.Cast<double>().Select(a => Math.ScaleB(a, exponent)));
        scaled.RelativeResidual.Should().BeApproximately(plain.RelativeResidual, 1e-15);
        scaled.MaxResidual.Should().Be(Math.ScaleB(plain.MaxResidual, exponent));
    }

    [Theory]
    [InlineData("mixed", 1e160)]
    [InlineData("iterative", 1e160)]
    [InlineData("mixed", 1e-175)]
    [InlineData("iterative", 1e-175)]
    public void Iterations_solve_targets_of_any_size(string solver, double size)
    {
        var (plain, scaled) = (Fit("direct", Targets(_ => 1)), Fit(solver, Targets(_ => size)));
        (scaled.Solution.Norm / size).Should().BeApproximately(plain.Solution.Norm, 1e-5);
        scaled.Solution.Iterations.Should().BePositive();
        scaled.RelativeResidual.Should().BePositive().And.BeLessThan(1e-6);
        (scaled.MaxResidual / size).Should().BePositive().And.BeLessThan(1e-5);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Columns_of_very_different_sizes_are_each_solved(string solver)
    {
        var (plain, scaled) = (Fit(solver, Targets(_ => 1)), Fit(solver, Targets(c => c == 0 ? 1e200 : 1e-200)));
        scaled.Solution.NormPerOutput[0].Should().BeApproximately(1e200 * plain.Solution.NormPerOutput[0], 1e200 * 1e-6);
        scaled.Solution.NormPerOutput[1].Should().BeApproximately(1e-200 * plain.Solution.NormPerOutput[1], 1e-200 * 1e-6);
        scaled.RelativeResidual.Should().BeLessThan(1e-6);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void No_targets_are_solved_by_nothing(string solver)
    {
        var fit = Fit(solver, Targets(_ => 0));
        (fit.Solution.Norm, fit.MaxResidual, fit.RelativeResidual).Should().Be((0, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void What_is_beyond_float64_is_refused(string solver)
    {
        FluentActions
            .Invoking(() => Fit(solver, Targets(_ => 1e300)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The largest target of a column must lie between 1e-270 and 1e270 in size, or all must be 0, "
                    + "but that of column 0 was 1E+300; "
                    + "multiply the targets by a constant.*"
            );
        FluentActions
            .Invoking(() => Fit(solver, Targets(c => c == 0 ? 1 : 1e-300)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*of column 1 was 1E-300; *");
        FluentActions
            .Invoking(() => Fit(solver, Targets(_ => double.PositiveInfinity)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Targets must be finite, but row 0, column 0 was NaN.*");
    }

    [Fact]
    public void The_least_norm_is_that_of_any_size()
    {
        using var points = Points();
        var plain = MinimumNorm.Solve(points, Targets(_ => 1));
        foreach (var exponent in new[] { 532, -565 })
        {
            var scaled = MinimumNorm.Solve(points, Targets(_ => Math.ScaleB(1, exponent)));
            scaled.Norm.Should().BeApproximately(Math.ScaleB(plain.Norm, exponent), Math.ScaleB(1e-14, exponent));
            scaled.MaxError.Should().Be(Math.ScaleB(plain.MaxError, exponent));
        }

        FluentActions
            .Invoking(() => LeastSquaresPath.Descend(points, Targets(_ => 1e160)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The largest target of a column must lie between 1e-120 and 1e120 in size, or all must be 0, "
                    + "since losses are squares, but that "
                    + "of column 0 was 1E+160; multiply the targets by a constant.*"
            );
    }

    [Fact]
    public void Coefficients_beyond_float64_are_refused()
    {
        // 1e-250 on the diagonal asks for coefficients of 1e505.
        using var points = PointSet.Of(
            new[,]
            {
                { 1e-125 },
                { 2e-125 },
            }
        );
        using var gram = GramMatrix.Of(new LinearKernel(), points, SolverPlan.For(2, 1, 1, new SolverOptions { Ridge = 1e-250 }));
        using var factor = gram.Factorize();
        FluentActions
            .Invoking(() =>
                factor.Solve(
                    new[,]
                    {
                        { 1e255 },
                        { -1e255 },
                    }
                )
            )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Targets must be so small that the coefficients are float64 numbers, but those of column 0 "
                    + "are not; divide the targets by a constant."
            );
    }
}
