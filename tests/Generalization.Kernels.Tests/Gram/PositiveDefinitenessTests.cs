using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;

namespace Generalization.Tests.Gram;

/// <summary>Kernel values that are no numbers are no matter of a ridge: none of Infinity, NaN or 0 is ever advised.</summary>
public class PositiveDefinitenessTests
{
    private static readonly double[,] Targets =
    {
        { 1 },
        { 2 },
        { 3 },
    };

    private static string Refusal(Kernel kernel, double scale, SolverOptions? options = null)
    {
        using var points = PointSet.Of(
            new[,]
            {
                { scale, 0 },
                { 0, 2 * scale },
                { scale, -scale },
            }
        );
        return FluentActions
            .Invoking(() => KernelRegression.Fit(kernel, points, [Targets], SolverPlan.For(3, 2, 1, options)))
            .Should()
            .Throw<ArgumentException>()
            .Which.Message.Replace(" (Parameter 'points')", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Points_whose_squared_lengths_overflow() =>
        Refusal(new GaussianKernel(1), 1e160)
            .Should()
            .Be("The squared lengths of points must be float64 numbers, but that of point 0 overflows; divide the points by a constant.");

    [Fact]
    public void A_kernel_that_overflows() =>
        Refusal(new PolynomialKernel(200, 1, 1), 1e3)
            .Should()
            .Be(
                "The kernel's values must be numbers of float64, but k(x, x) of point 0 is Infinity; divide "
                    + "the points by a constant, or choose "
                    + "other parameters of the kernel."
            );

    [Theory]
    [InlineData(KernelSolver.Direct, SolverPrecision.Mixed)]
    [InlineData(KernelSolver.Iterative, SolverPrecision.Float64)]
    public void A_kernel_that_overflows_in_float32(KernelSolver solver, SolverPrecision precision) =>
        Refusal(
                new LinearKernel(),
                1e30,
                new SolverOptions
                {
                    Solver = solver,
                    Precision = precision,
                    Ridge = 1,
                }
            )
            .Should()
            .Be(
                "The kernel's values must be numbers of float32, but k(x, x) of point 1 is 4E+60; divide the "
                    + "points by a constant, or choose "
                    + "other parameters of the kernel, or the direct solver in float64."
            );

    [Fact]
    public void A_kernel_that_vanishes() =>
        Refusal(new LinearKernel(), 1e-170)
            .Should()
            .Be(
                "The kernel's values must be numbers of float64 other than 0, but the largest k(x, x) is 0; "
                    + "multiply the points by a constant, or "
                    + "choose other parameters of the kernel."
            );
}
