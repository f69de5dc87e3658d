using Generalization.Data.Idx;
using Generalization.Identity;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Tests.Gram;

/// <summary>A certificate is of the function that predicts: a kernel of two functions gets none.</summary>
[NoTensorLeaks]
public class KernelConsistencyTests
{
    private const int Count = 40;

    // k(x, x′) = exp(−‖x − x′‖²/2).
    private static readonly OwnKernel Right = new(
        (p, r, c) => p.sub_(r.Times(0.5)).sub_(c.Times(0.5)).AtMostInPlace(0).exp_(),
        s => ones_like(s)
    );

    private static KernelRegression Fit(Kernel kernel, SolverOptions? options = null)
    {
        using var points = PointSet.Of(Slow.RandomPoints(Count, 3, 1));
        return KernelRegression.Fit(kernel, points, [Slow.RandomTargets(Count, 1, 1)], SolverPlan.For(Count, 3, 1, options));
    }

    private static void Refused(Kernel kernel, string sentence, SolverOptions? options = null) =>
        FluentActions.Invoking(() => Fit(kernel, options)).Should().Throw<FaultyPartException>().WithMessage(sentence);

    [Theory]
    [InlineData(KernelSolver.Direct)]
    [InlineData(KernelSolver.Iterative)]
    public void A_kernel_that_leaves_its_products_is_refused(KernelSolver solver) =>
        Refused(
            new OwnKernel((p, _, _) => p.exp(), s => s.exp()),
            "The kernel own must give the same k(x, x) in Apply and in Diagonal, but of point 0 Apply gives * and Diagonal *; correct one "
                + "of them (Apply must write into its tile), and set what is added to the diagonal alone as a ridge.",
            new SolverOptions { Solver = solver, Ridge = 0.1 }
        );

    [Fact]
    public void A_diagonal_of_another_size_is_refused_with_both_values() =>
        Refused(
            Right with
            {
                Self = s => ones_like(s).TimesInPlace(50),
            },
            "The kernel own must give the same k(x, x) in Apply and in Diagonal, but of point 0 Apply gives 1 and Diagonal 50; correct one "
                + "of them (Apply must write into its tile), and set what is added to the diagonal alone as a ridge."
        );

    [Fact]
    public void A_kernel_that_is_not_symmetric_is_refused_with_the_pair() =>
        Refused(
            new OwnKernel((p, r, _) => p.add_(r), s => s.Times(2)),
            "The kernel own must be symmetric, but of points 0 and 5 k(x, x′) is * and k(x′, x) is *; correct Apply."
        );

    [Fact]
    public void A_kernel_that_gives_no_number_off_its_diagonal_is_refused() =>
        Refused(
            new OwnKernel((p, _, _) => p.sqrt_(), s => s.sqrt()),
            "The kernel own must give finite numbers, but of points * and * Apply gives NaN and NaN; correct Apply, or choose other "
                + "parameters."
        );

    [Fact]
    public void A_kernel_that_changes_a_copy_of_a_view_is_refused() =>
        Refused(
            Right with
            {
                Change = (p, r, c) => Right.Change(p.reshape(-1).view(p.shape), r, c),
            },
            "The kernel own must give the same k(x, x) in Apply and in Diagonal, *"
        );

    [Fact]
    public void A_kernel_that_fills_nothing_is_refused() =>
        Refused(
            new Empty(),
            "The kernel empty must give the same k(x, x) in Fill and in Diagonal, but of point 0 Fill gives 0 and Diagonal 1; *"
        );

    [Fact]
    public void Random_centres_are_solved_with_no_such_kernel()
    {
        using var points = PointSet.Of(Slow.RandomPoints(Count, 3, 1));
        using var centres = PointSet.Of(Slow.RandomPoints(Count, 3, 2));
        FluentActions
            .Invoking(() =>
                CentreRegression.Fit(Right with { Self = s => zeros_like(s) }, points, centres, [Slow.RandomTargets(Count, 1, 1)])
            )
            .Should()
            .Throw<ArgumentException>();
        FluentActions
            .Invoking(() =>
                CentreRegression.Fit(
                    Right with
                    {
                        Self = s => ones_like(s).TimesInPlace(2),
                    },
                    points,
                    centres,
                    [Slow.RandomTargets(Count, 1, 1)]
                )
            )
            .Should()
            .Throw<FaultyPartException>();
    }

    [Fact]
    public void Streamed_features_are_not_computed_for_such_a_kernel()
    {
        var data = FashionMnistMini.Load().Take(30, 10);
        var features = GaborFeatures.Create(data.Train.Shape);
        FeatureRegression Fit(ProductKernel kernel) =>
            FeatureRegression.Fit(
                features,
                data.Train,
                data.Test,
                [data.Train.OneHot()],
                SolverPlan.For(30, features.Dimension, 10, new SolverOptions { Ridge = 1 }, streams: true),
                kernel
            );
        Fit(Right).Fits.Should().ContainSingle();
        FluentActions
            .Invoking(() => Fit(Right with { Self = s => ones_like(s).TimesInPlace(2) }))
            .Should()
            .Throw<FaultyPartException>()
            .WithMessage("*of point 0 Apply gives 1 and Diagonal 2;*");
    }

    [Theory]
    [InlineData(KernelSolver.Direct, SolverPrecision.Float64)]
    [InlineData(KernelSolver.Direct, SolverPrecision.Mixed)]
    [InlineData(KernelSolver.Iterative, SolverPrecision.Float64)]
    public void A_right_one_predicts_what_its_certificate_says(KernelSolver solver, SolverPrecision precision)
    {
        using var points = PointSet.Of(Slow.RandomPoints(Count, 3, 1));
        var options = new SolverOptions { Solver = solver, Precision = precision };
        var fit = KernelRegression.Fit(Right, points, [Slow.RandomTargets(Count, 1, 1)], SolverPlan.For(Count, 3, 1, options)).Fits[0];
        using var model = new KernelModel(Right, points, fit.Solution);
        Slow.LargestDifference(Slow.Matrix(model.Predict(points)), Slow.Matrix(fit.Fitted)).Should().BeLessThan(1e-9);
    }

    /// <summary>The products of lengths so large lose more than the tolerance, which is no fault of a kernel.</summary>
    [Theory]
    [MemberData(nameof(KernelTests.Kernels), MemberType = typeof(KernelTests))]
    public void The_librarys_own_would_pass_on_points_of_any_size(Kernel kernel)
    {
        foreach (var scale in new[] { 1e-3, 1, 255, 1e4 })
        foreach (var dimension in new[] { 1, 10, 3072 })
        {
            using var points = PointSet.Of(Slow.RandomPoints(8, dimension, 3, scale));
            using var few = points.Block(0, 8);
            KernelConsistency.Check(kernel, few, [.. Enumerable.Range(0, 8)]);
        }
    }

    [Fact]
    public void Cancellation_far_from_0_is_no_fault()
    {
        var x = Slow.RandomPoints(8, 10, 3);
        for (var i = 0; i < 8; i++)
        for (var j = 0; j < 10; j++)
            x[i, j] += 1e6;
        using var points = PointSet.Of(x);
        KernelConsistency.Check(Right, points);
    }

    [Fact]
    public void Images_pass()
    {
        using var points = PointSet.Of(FashionMnistMini.Load().Train.Take(100));
        foreach (var gamma in new[] { 1e-8, 0.02, 10 })
        {
            var half = Right with { Change = (p, r, c) => new GaussianKernel(gamma).Apply(p, r, c) };
            KernelConsistency.Check(half, points);
        }
    }

    private sealed record Empty : Kernel
    {
        public override string Name => "empty";

        public override void Fill(Tensor tile, PointBlock rows, PointBlock columns) { }

        public override Tensor Diagonal(PointBlock rows) => ones_like(rows.Squares);
    }
}
