using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using Generalization.Threading;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests.Kernels.Cholesky;

[NoTensorLeaks]
public class LeaveOneOutTests
{
    private const int Points = 50,
        Columns = 3;

    public static TheoryData<Kernel, double> Settings =>
        new()
        {
            { new GaussianKernel(0.5), 0 },
            { new GaussianKernel(0.5), 0.1 },
            { new LaplacianKernel(0.3), 0 },
            { new LaplacianKernel(0.3), 1e-3 },
            { new PolynomialKernel(3, 1, 0.5), 0.5 },
            { new ArcCosineKernel(1), 0 },
            { new ArcCosineKernel(1), 0.01 },
            { new LinearKernel(), 0.1 },
        };

    /// <summary>The slow way: each example in turn is taken out of a dense matrix, and the others are solved for anew.</summary>
    [Theory]
    [MemberData(nameof(Settings), DisableDiscoveryEnumeration = true)]
    public void Outputs_are_those_of_fitting_anew_without_each_example(Kernel kernel, double ridge)
    {
        var (x, y) = (Slow.RandomPoints(Points, 4, 3), Slow.RandomTargets(Points, Columns, 3));
        var fit = Fit(kernel, x, y, new SolverOptions { Ridge = ridge, Tile = 13 });
        var expected = FittedAnew(Slow.Gram(kernel, x, x), y, ridge);
        Slow.LargestDifference(Slow.Matrix(fit.LeaveOneOut!.Outputs), Slow.Matrix(expected)).Should().BeLessThan(1e-8);
        for (var i = 0; i < Points; i++)
        {
            var loss = Enumerable.Range(0, Columns).Sum(c => Math.Pow(y[i, c] - expected[i, c], 2));
            fit.LeaveOneOut.SquaredLosses[i].Should().BeApproximately(loss, 1e-7 * (1 + loss));
        }
    }

    [Theory]
    [MemberData(nameof(Settings), DisableDiscoveryEnumeration = true)]
    public void The_hat_matrix_has_the_diagonal_of_a_dense_one(Kernel kernel, double ridge)
    {
        var (x, y) = (Slow.RandomPoints(Points, 4, 5), Slow.RandomTargets(Points, 1, 5));
        var diagonal = Fit(kernel, x, y, new SolverOptions { Ridge = ridge, Tile = 16 }).LeaveOneOut!.Diagonal;
        var gram = Slow.Gram(kernel, x, x);
        var inverse = (gram + ridge * Matrix<double>.Build.DenseIdentity(Points)).Inverse();
        var hat = gram * inverse;
        for (var i = 0; i < Points; i++)
        {
            diagonal.Inverse[i].Should().BeApproximately(inverse[i, i], 1e-7 * inverse[i, i]);
            diagonal.Hat[i].Should().BeApproximately(hat[i, i], 1e-7);
        }

        diagonal.Trace.Should().BeApproximately(hat.Trace(), 1e-6);
        (diagonal.Ridge, diagonal.Precision, diagonal.Count).Should().Be((ridge, SolverPrecision.Float64, Points));
        if (ridge == 0)
            diagonal.Trace.Should().Be(Points, "an interpolant gives each example its target");
    }

    /// <summary>A float32 factor gives its diagonal in float32, and the solution beside it is refined.</summary>
    [Fact]
    public void Mixed_precision_is_right_to_the_condition_number_times_float32s_rounding()
    {
        var (x, y) = (Slow.RandomPoints(200, 6, 7), Slow.RandomTargets(200, Columns, 7));
        var kernel = new GaussianKernel(0.5);
        var exact = Fit(kernel, x, y, new SolverOptions { Tile = 32 }).LeaveOneOut!;
        var mixed = Fit(kernel, x, y, new SolverOptions { Tile = 32, Precision = SolverPrecision.Mixed }).LeaveOneOut!;
        mixed.Diagonal.Precision.Should().Be(SolverPrecision.Mixed);
        var off = Enumerable.Range(0, 200).Max(i => Math.Abs(mixed.Diagonal.Inverse[i] / exact.Diagonal.Inverse[i] - 1));
        off.Should().BeInRange(1e-9, 1e-4);
        Slow.LargestDifference(Slow.Matrix(mixed.Outputs), Slow.Matrix(exact.Outputs)).Should().BeLessThan(1e-3);
    }

    /// <summary>A spilled factor is read once for each group of panels, in the memory that it was factorized in.</summary>
    [Theory]
    [InlineData(150_000)]
    [InlineData(120_000)]
    public void A_spilled_factor_gives_the_same(long memory)
    {
        var (x, y) = (Slow.RandomPoints(130, 4, 1), Slow.RandomTargets(130, Columns, 1));
        var kernel = new GaussianKernel(0.5);
        var options = new SolverOptions { Tile = 10, LeaveOneOut = true };
        SolverPlan.For(130, 4, Columns, options with { Memory = memory }).SpilledBytes.Should().BePositive();
        var spilled = Fit(kernel, x, y, options with { Memory = memory }).LeaveOneOut!;
        var inMemory = Fit(kernel, x, y, options).LeaveOneOut!;
        Slow.LargestDifference(Slow.Matrix(spilled.Outputs), Slow.Matrix(inMemory.Outputs)).Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Streamed_features_are_left_out_of_as_well()
    {
        var data = FashionMnistMini.Load().Take(60, 10);
        var features = GaborFeatures.Create(data.Train.Shape);
        var options = new SolverOptions { Ridge = 0.1, LeaveOneOut = true };
        double[,] targets = data.Train.OneHot();
        var streamed = FeatureRegression.Fit(
            features,
            data.Train,
            [targets],
            SolverPlan.For(60, features.Dimension, 10, options, streams: true)
        );
        using var points = PointSet.Of(features, data.Train);
        var plan = SolverPlan.For(60, points.Dimension, 10, options);
        var kept = KernelRegression.Fit(new LinearKernel(), points, [targets], plan);
        Slow.LargestDifference(Slow.Matrix(streamed.Fits[0].LeaveOneOut!.Outputs), Slow.Matrix(kept.Fits[0].LeaveOneOut!.Outputs))
            .Should()
            .BeLessThan(1e-3);
        streamed.Report.Seconds.LeaveOneOut.Should().NotBeNull();
        kept.Report.Seconds.LeaveOneOut.Should().NotBeNull();
    }

    [Fact]
    public void Nothing_is_computed_that_was_not_asked_for()
    {
        using var points = PointSet.Of(Slow.RandomPoints(10, 2, 1));
        var fit = KernelRegression.Fit(new GaussianKernel(1), points, [Slow.RandomTargets(10, 1, 1)]);
        fit.Fits[0].LeaveOneOut.Should().BeNull();
        fit.Report.Seconds.LeaveOneOut.Should().BeNull();
    }

    [Fact]
    public void Margins_are_of_the_own_class_against_the_best_other_one()
    {
        // K = I without a ridge: leaving one out says 0 of everything, and its errors are the targets.
        using var points = PointSet.Of(
            new double[,]
            {
                { 1, 0 },
                { 0, 1 },
            }
        );
        using var gram = GramMatrix.Of(new LinearKernel(), points, SolverPlan.For(2, 2, 3));
        using var factor = gram.Factorize();
        double[,] targets =
        {
            { 3, 1, 0 },
            { 0, 2, 5 },
        };
        var left = factor.LeaveOneOut(factor.Solve(targets), targets);
        left.Outputs.Cast<double>().Should().AllSatisfy(v => v.Should().BeApproximately(0, 1e-15));
        left.Errors.Should().BeEquivalentTo(targets);
        left.SquaredLosses.Should().Equal(10, 29);

        // One other example, of K = [2 1; 1 2]: f₋₀(x₀) = K₀₁/K₁₁ y₁ = y₁/2.
        using var near = PointSet.Of(
            new double[,]
            {
                { 1, 1, 0 },
                { 0, 1, 1 },
            }
        );
        using var nearGram = GramMatrix.Of(new LinearKernel(), near, SolverPlan.For(2, 3, 3));
        using var nearFactor = nearGram.Factorize();
        var half = nearFactor.LeaveOneOut(nearFactor.Solve(targets), targets);
        Slow.LargestDifference(
                Slow.Matrix(half.Outputs),
                Slow.Matrix(
                    new double[,]
                    {
                        { 0, 1, 2.5 },
                        { 1.5, 0.5, 0 },
                    }
                )
            )
            .Should()
            .BeLessThan(1e-14);
        half.Classes().Should().Equal(2, 0);
        AreNear(half.Margins([0, 0]), [-2.5, 1.0]);
        AreNear(half.Margins([2, 1]), [1.5, -1.0]);
        double[,] signs =
        {
            { 1 },
            { -1 },
        };
        var sign = nearFactor.LeaveOneOut(nearFactor.Solve(signs), signs);
        AreNear(sign.Margins([1, 0]), [-0.5, -0.5]);
        sign.Classes().Should().Equal(0, 1);

        new Action(() => half.Margins([0]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 2 labels, one for each point, but there were 1.*");
        new Action(() => half.Margins([0, 3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A label must lie in [0, 2] with 3 outputs, but label 1 was 3.*");
        new Action(() => sign.Margins([0, 2]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A label must lie in [0, 1] with 1 outputs, but label 1 was 2.*");
        new Action(() => factor.LeaveOneOut(factor.Solve(signs), targets))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The targets must be those of the solution, which has 1 columns, but have 3.*");
    }

    [Fact]
    public void A_diagonal_of_another_factor_is_refused()
    {
        using var points = PointSet.Of(Slow.RandomPoints(10, 2, 1));
        using var fewer = PointSet.Of(Slow.RandomPoints(9, 2, 1));
        using var gram = GramMatrix.Of(new GaussianKernel(1), points, SolverPlan.For(10, 2, 1));
        using var other = GramMatrix.Of(new GaussianKernel(1), fewer, SolverPlan.For(9, 2, 1));
        using var factor = gram.Factorize();
        using var otherFactor = other.Factorize();
        var targets = Slow.RandomTargets(10, 1, 1);
        var solution = factor.Solve(targets);
        new Action(() => factor.LeaveOneOut(solution, targets, otherFactor.Diagonal()))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The diagonal must be of this factor's 10 points, but is of 9.*");
        // One diagonal serves all solutions.
        factor
            .LeaveOneOut(solution, targets, factor.Diagonal())
            .Outputs.Should()
            .BeEquivalentTo(factor.LeaveOneOut(solution, targets).Outputs);
    }

    [Fact]
    public void Its_work_is_told_to_the_end_and_may_be_ended()
    {
        using var points = PointSet.Of(Slow.RandomPoints(95, 3, 2));
        using var gram = GramMatrix.Of(new GaussianKernel(1), points, SolverPlan.For(95, 3, 1, new SolverOptions { Tile = 20 }));
        using var factor = gram.Factorize();
        var heard = new List<SolverProgress>();
        factor.Diagonal(new SynchronousProgress<SolverProgress>(heard.Add));
        heard.Should().OnlyContain(p => p.Phase == SolverPhase.LeaveOneOut).And.HaveCount(15);
        heard.Select(p => p.Done).Should().BeInAscendingOrder();
        heard[^1].Done.Should().BeApproximately(heard[^1].Total!.Value, 1e-6);
        new Action(() => factor.Diagonal(token: new CancellationToken(true))).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Solvers_that_cannot_are_refused_before_any_work()
    {
        var options = new SolverOptions { LeaveOneOut = true };
        new Action(() => SolverPlan.For(100, 3, 1, options with { Solver = KernelSolver.Iterative }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Leaving one out needs the direct solver, whose factor it is computed from, but the solver was iterative; set Solver "
                    + "to Direct or LeaveOneOut to false.*"
            );
        new Action(() => SolverPlan.ForCentres(100, 3, 1, options))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Leaving one out is for centres that are the training points, since other centres stay when a point goes; set "
                    + "LeaveOneOut to false.*"
            );
    }

    [Fact]
    public void The_plan_counts_a_panel_more()
    {
        var plain = SolverPlan.For(4000, 784, 10, new SolverOptions { Memory = 4_000_000_000 });
        var leaving = SolverPlan.For(4000, 784, 10, new SolverOptions { Memory = 4_000_000_000, LeaveOneOut = true });
        (leaving.Bytes - plain.Bytes).Should().Be(4000L * plain.Tile * sizeof(double));
    }

    private static KernelFit Fit(Kernel kernel, double[,] x, double[,] y, SolverOptions options)
    {
        using var points = PointSet.Of(x);
        var plan = SolverPlan.For(points.Count, points.Dimension, y.GetLength(1), options with { LeaveOneOut = true });
        return KernelRegression.Fit(kernel, points, [y], plan).Fits[0];
    }

    private static double[,] FittedAnew(Matrix<double> gram, double[,] y, double ridge)
    {
        var (n, width) = (y.GetLength(0), y.GetLength(1));
        var outputs = new double[n, width];
        for (var left = 0; left < n; left++)
        {
            int[] others = [.. Enumerable.Range(0, n).Where(i => i != left)];
            var part = Matrix<double>.Build.Dense(n - 1, n - 1, (i, j) => gram[others[i], others[j]] + (i == j ? ridge : 0));
            var alpha = part.Solve(Matrix<double>.Build.Dense(n - 1, width, (i, c) => y[others[i], c]));
            for (var c = 0; c < width; c++)
                outputs[left, c] = others.Select((o, i) => gram[left, o] * alpha[i, c]).Sum();
        }

        return outputs;
    }

    private static void AreNear(double[] values, double[] expected)
    {
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < values.Length; i++)
            values[i].Should().BeApproximately(expected[i], 1e-12);
    }
}
