using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Tests.Gram;

/// <summary>Kernel values that are no numbers are no matter of a ridge: none of Infinity, NaN or 0 is ever advised.</summary>
[NoTensorLeaks]
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

    // k(x, x′) = exp(−‖x − x′‖²/2).
    private static void Gaussian(Tensor products, Tensor rows, Tensor columns) =>
        products.sub_(rows.Times(0.5)).sub_(columns.Times(0.5)).AtMostInPlace(0).exp_();

    private static NotPositiveDefiniteException NotDefinite(Kernel kernel, double[,] x, SolverOptions? options = null)
    {
        using var points = PointSet.Of(x);
        var plan = SolverPlan.For(points.Count, points.Dimension, 1, options);
        return FluentActions
            .Invoking(() => KernelRegression.Fit(kernel, points, [Slow.RandomTargets(points.Count, 1, 1)], plan))
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .Which;
    }

    private static double[,] Line(int count, double step)
    {
        var x = new double[count, 1];
        for (var i = 0; i < count; i++)
            x[i, 0] = i * step;
        return x;
    }

    [Fact]
    public void A_negative_kernel_is_refused_and_no_ridge_is_advised()
    {
        var kernel = new OwnKernel(
            (p, r, c) =>
            {
                Gaussian(p, r, c);
                p.neg_();
            },
            s => ones_like(s).neg()
        );
        var thrown = NotDefinite(kernel, Slow.RandomPoints(6, 2, 1));
        thrown
            .Message.Should()
            .Be(
                "The kernel must be positive semidefinite, but k(x, x) of point 0 is -1; correct it, or choose another kernel or other "
                    + "parameters."
            );
        thrown.SuggestedRidge.Should().Be(double.NaN);
        var data = FashionMnistMini.Load().Take(30, 10);
        var features = GaborFeatures.Create(data.Train.Shape);
        var plan = SolverPlan.For(30, features.Dimension, 10, streams: true);
        FluentActions
            .Invoking(() => FeatureRegression.Fit(features, data.Train, [data.Train.OneHot()], plan, kernel))
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .WithMessage("The kernel must be positive semidefinite, but k(x, x) of example 0 is -1; *");
    }

    [Fact]
    public void What_rounding_leaves_of_nothing_may_be_negative()
    {
        var kernel = new OwnKernel((_, _, _) => { }, s => s.sub(1e-17));
        using var points = PointSet.Of(Line(6, 1));
        var plan = SolverPlan.For(6, 1, 1, new SolverOptions { Ridge = 1e-3 });
        FluentActions.Invoking(() => KernelRegression.Fit(kernel, points, [Slow.RandomTargets(6, 1, 1)], plan)).Should().NotThrow();
    }

    // LU asks nothing of the signs of k(x, x).
    [Fact]
    public void A_regression_on_centres_takes_a_negative_kernel()
    {
        var multiquadric = new OwnKernel(
            (p, r, c) =>
            {
                var distances = r + c - p.Times(2);
                p.copy_(distances.PlusInPlace(1).abs_().sqrt_().neg_());
            },
            s => ones_like(s).neg()
        );
        using var points = PointSet.Of(Slow.RandomPoints(8, 2, 1));
        using var centres = PointSet.Of(Slow.RandomPoints(8, 2, 2));
        FluentActions
            .Invoking(() => CentreRegression.Fit(multiquadric, points, centres, [Slow.RandomTargets(8, 1, 1)]))
            .Should()
            .NotThrow();
    }

    [Fact]
    public void A_value_that_is_no_number_is_said_to_be_none()
    {
        var x = Line(40, 1);
        x[39, 0] = 1000;
        var kernel = new OwnKernel(
            (p, r, c) =>
            {
                var far = (r + c - p.Times(2)).neg_().PlusInPlace(250_000).sqrt_().TimesInPlace(0);
                Gaussian(p, r, c);
                p.add_(far);
            },
            s => ones_like(s)
        );
        var thrown = NotDefinite(kernel, x);
        thrown
            .Message.Should()
            .Be(
                "The kernel must be positive semidefinite, but k(x, x′) of examples 0 and 39 is NaN, which is no number; correct it, or "
                    + "choose another kernel or other parameters."
            );
        (thrown.Pivot, thrown.SuggestedRidge).Should().Be((39, double.NaN));
    }

    [Fact]
    public void A_value_that_no_such_kernel_gives_is_named()
    {
        // tanh is indefinite: of a short and a long point it is larger than both of their own values allow.
        var kernel = new OwnKernel((p, _, _) => p.PlusInPlace(0.1).tanh_(), s => s.Plus(0.1).tanh());
        var thrown = NotDefinite(
            kernel,
            new[,]
            {
                { 0.5 },
                { 2.75 },
            }
        );
        thrown
            .Message.Should()
            .Be(
                "The kernel must be positive semidefinite, but k(x, x′) of examples 0 and 1 is 0.900527, beyond "
                    + "√(k(x, x) k(x′, x′)) = 0.579979; correct it, or choose another kernel or other parameters."
            );
        thrown.SuggestedRidge.Should().Be(double.NaN);
    }

    /// <summary>exp(−(x − x′)⁴) is 1 at most and has negative eigenvalues of a few hundredths.</summary>
    [Theory]
    [InlineData(0, SolverPrecision.Float64, "was -* of its diagonal element in float64: the kernel is not *")]
    [InlineData(1e-3, SolverPrecision.Float64, "was -* of its diagonal element in float64 with the ridge 0.001: the kernel is not *")]
    [InlineData(0, SolverPrecision.Mixed, "was -* of its diagonal element in float32: the kernel is not *")]
    public void A_pivot_below_what_rounding_makes_is_the_kernels(double ridge, SolverPrecision precision, string words)
    {
        var kernel = new OwnKernel(
            (p, r, c) => p.TimesInPlace(-2).add_(r).add_(c).AtLeastInPlace(0).pow_(2).neg_().exp_(),
            s => ones_like(s)
        );
        var thrown = NotDefinite(kernel, Line(40, 0.3), new SolverOptions { Ridge = ridge, Precision = precision });
        thrown.Message.Should().Match($"The Gram matrix must be positive definite, but pivot * {words}");
        thrown
            .Message.Should()
            .EndWith(
                "positive semidefinite to within rounding errors; correct it, or choose another kernel, other parameters or "
                    + "points nearer to 0."
            );
        thrown.PivotValue.Should().BeInRange(-10, -1e-4);
        thrown.SuggestedRidge.Should().Be(double.NaN);
    }

    [Fact]
    public void Points_of_a_source_that_are_no_numbers_are_named()
    {
        var data = Dataset.FromSource("holes", DatasetSplit.Train, new Holes(), [0, 1, 0], ["a", "b"]);
        using var points = PointSet.Of(data);
        FluentActions
            .Invoking(() => KernelRegression.Fit(new GaussianKernel(), points, [Targets]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must be finite, but row 1, column 2 was NaN. (Parameter 'points')");
    }

    private sealed class Holes : IPixelSource
    {
        public int Count => 3;

        public ImageShape Shape => new(1, 1, 4);

        public PixelType Type => PixelType.Float64;

        public PixelScale Scale => PixelScale.Raw;

        public bool IsResident => false;

        public void Read(ReadOnlySpan<int> positions, Span<byte> target)
        {
            var values = MemoryMarshal.Cast<byte, double>(target);
            for (var i = 0; i < positions.Length; i++)
            for (var j = 0; j < 4; j++)
                values[i * 4 + j] = positions[i] == 1 && j == 2 ? double.NaN : positions[i];
        }
    }
}
