using CsCheck;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Tests;

[NoTensorLeaks]
public class MinimumNormTests
{
    [Theory]
    [InlineData(1e160, "1E+160, whose square overflows; divide the points by a constant.*")]
    [InlineData(1e-160, "1E-160, whose square is rounded away; multiply the points by a constant.*")]
    public void Points_whose_squares_are_no_numbers_are_refused(double value, string end)
    {
        using var points = PointSet.Of(
            new[,]
            {
                { value, 0 },
                { 0, value / 2 },
            }
        );
        new Action(() => MinimumNorm.Solve(points, new double[2, 1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The products of the points must be float64 numbers, but their largest value is " + end);
    }

    [Fact]
    public void Is_the_pseudo_inverse_for_any_shape_and_rank() =>
        Gen.Select(Gen.Int[1, 25], Gen.Int[1, 25], Gen.Int[1, 25], Gen.Int[1, 3], Gen.ULong)
            .Sample(
                (n, d, rank, c, seed) =>
                {
                    var x = Slow.Matrix(Slow.RandomPoints(n, rank, seed)) * Slow.Matrix(Slow.RandomPoints(rank, d, seed + 1));
                    var y = Slow.RandomTargets(n, c, seed);
                    using var points = PointSet.Of(x);
                    var solution = MinimumNorm.Solve(points, y);
                    solution.Rank.Should().Be(Math.Min(rank, Math.Min(n, d)));
                    var expected = x.PseudoInverse() * Slow.Matrix(y);
                    // Gram matrices square the condition.
                    var condition = x.Svd().S.Where(s => s > 1e-10 * x.L2Norm()).Min();
                    var scale = Math.Pow(x.L2Norm() / condition, 2);
                    Slow.LargestDifference(Slow.Matrix(solution.Coefficients), expected)
                        .Should()
                        .BeLessThan(1e-13 * n * d * scale * (1 + expected.L2Norm()));
                    solution.Norm.Should().BeApproximately(expected.FrobeniusNorm(), 1e-13 * n * d * scale * (1 + expected.L2Norm()));
                },
                iter: 200
            );

    [Theory]
    [InlineData(20, 60)]
    [InlineData(60, 20)]
    [InlineData(20, 20)]
    public void Beyond_the_limit_of_eigenvalues_a_Cholesky_factor_gives_the_same(int n, int d)
    {
        var (x, y) = (Slow.RandomPoints(n, d, 6), Slow.RandomTargets(n, 3, 6));
        using var points = PointSet.Of(x);
        var (eigenvalues, cholesky) = (MinimumNorm.Solve(points, y, eigenLimit: 20), MinimumNorm.Solve(points, y, eigenLimit: 19));
        var expected = Slow.Matrix(x).PseudoInverse() * Slow.Matrix(y);
        var condition = Slow.Matrix(x).Svd().ConditionNumber;
        Slow.LargestDifference(Slow.Matrix(cholesky.Coefficients), expected)
            .Should()
            .BeLessThan(1e-14 * condition * condition * (1 + expected.L2Norm()));
        cholesky.Coefficients.Should().NotBeEquivalentTo(eigenvalues.Coefficients, "it came another way");
        (cholesky.Rank, eigenvalues.Rank).Should().Be((20, 20));
        cholesky.Norm.Should().BeApproximately(eigenvalues.Norm, 1e-9 * eigenvalues.Norm);
        cholesky.MaxError.Should().BeApproximately(eigenvalues.MaxError, 1e-9);
    }

    [Theory]
    [InlineData(true, "points 3 and 17 are identical: remove one of them")]
    [InlineData(false, "remove duplicate points or constant features")]
    public void Beyond_the_limit_of_eigenvalues_less_than_full_rank_is_refused(bool wide, string remedy)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var x = wide ? Slow.RandomPoints(20, 60, seed) : Slow.RandomPoints(60, 20, seed);
            for (var i = 0; i < 60; i++)
                if (wide)
                    x[17, i] = x[3, i];
                else
                    x[i, 17] = x[i, 3];
            using var points = PointSet.Of(x);
            var thrown = FluentActions
                .Invoking(() => MinimumNorm.Solve(points, new double[x.GetLength(0), 1], eigenLimit: 10))
                .Should()
                .Throw<NotPositiveDefiniteException>()
                .Which;
            thrown
                .Message.Should()
                .Be(
                    "Beyond 10 points and dimensions the points must be of full rank, but "
                        + $"pivot 17 was within float64's rounding of 0; {remedy}."
                );
            (thrown.Pivot, thrown.Examples).Should().Be((17, wide ? (3, 17) : null));
        }
    }

    [Fact]
    public void What_is_added_from_the_null_space_changes_nothing_on_the_points()
    {
        using var points = PointSet.Of(Slow.RandomPoints(8, 30, 7));
        var added = MinimumNorm.NullSpace(points, 2, 3, 1);
        Slow.Matrix(added).FrobeniusNorm().Should().BeApproximately(3, 1e-12);
        Slow.Matrix(MinimumNorm.Predict(points, added)).L2Norm().Should().BeLessThan(1e-12);
        MinimumNorm.NullSpace(points, 2, 3, 1).Should().BeEquivalentTo(added, o => o.WithStrictOrdering());
        MinimumNorm.NullSpace(points, 2, 3, 2).Should().NotBeEquivalentTo(added);
        using var full = PointSet.Of(Slow.RandomPoints(30, 8, 7));
        Refused(
            () => MinimumNorm.NullSpace(full, 1, 1, 0),
            "The points must be of a rank below their dimension 8, but have full rank, so that nothing but 0 is in the null "
                + "space; take fewer points.*"
        );
        Refused(() => MinimumNorm.NullSpace(points, 0, 1, 0), "The number of outputs must be at least 1, but was 0.*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(7)]
    public void Descent_from_zero_ends_at_the_least_norm(int? batch)
    {
        var (x, y) = (Slow.RandomPoints(20, 100, 1), Slow.RandomTargets(20, 2, 1));
        using var points = PointSet.Of(x);
        var path = LeastSquaresPath.Descend(points, y, new LeastSquaresPathOptions { Epochs = 600, BatchSize = batch });
        path.Points.Should().HaveCount(601);
        path.Points[0].Distance.Should().BeApproximately(MinimumNorm.Solve(points, y).Norm, 1e-12);
        path.Points[^1].Distance.Should().BeLessThan(1e-9);
        path.Points[^1].Loss.Should().BeLessThan(1e-18);
        var heard = new List<LeastSquaresPathPoint>();
        var again = LeastSquaresPath.Descend(
            points,
            y,
            new LeastSquaresPathOptions { Epochs = 600, BatchSize = batch },
            progress: new Immediate(heard.Add)
        );
        again.Points.Should().Equal(path.Points);
        heard.Should().Equal(path.Points);
        if (batch is null)
            return;
        var other = LeastSquaresPath.Descend(
            points,
            y,
            new LeastSquaresPathOptions
            {
                Epochs = 1,
                BatchSize = batch,
                Seed = 1,
            }
        );
        other.Points[1].Distance.Should().NotBe(path.Points[1].Distance);
    }

    [Fact]
    public void What_a_start_has_in_the_null_space_stays()
    {
        var (x, y) = (Slow.RandomPoints(20, 100, 2), Slow.RandomTargets(20, 1, 2));
        var matrix = Slow.Matrix(x);
        var start = Slow.Matrix(Slow.RandomPoints(100, 1, 3));
        start -= matrix.PseudoInverse() * (matrix * start);
        using var points = PointSet.Of(x);
        var path = LeastSquaresPath.Descend(points, y, new LeastSquaresPathOptions { Epochs = 600, BatchSize = 5 }, start.ToArray());
        path.Points[^1].Loss.Should().BeLessThan(1e-18, "it fits as well");
        path.Points[^1].Distance.Should().BeApproximately(start.L2Norm(), 1e-9);
    }

    [Theory]
    [InlineData(6, 15)]
    [InlineData(15, 6)]
    public void The_Hessian_and_its_spectrum_are_those_of_a_dense_solver(int n, int d)
    {
        var x = Slow.RandomPoints(n, d, 4);
        var expected = Slow.Matrix(x).TransposeThisAndMultiply(Slow.Matrix(x)) / n;
        using var points = PointSet.Of(x);
        Slow.LargestDifference(Slow.Matrix(LeastSquaresHessian.Matrix(points)), expected).Should().BeLessThan(1e-13);
        var hessian = LeastSquaresHessian.Of(points);
        var eigenvalues = expected.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).OrderDescending().ToArray();
        hessian.Eigenvalues.Should().HaveCount(d);
        for (var i = 0; i < d; i++)
            hessian.Eigenvalues[i].Should().BeApproximately(eigenvalues[i], 1e-12);
        hessian.Rank.Should().Be(6);
    }

    [Fact]
    public void Wrong_arguments_are_refused_in_a_sentence()
    {
        using var points = PointSet.Of(Slow.RandomPoints(3, 4, 5));
        var y = Slow.RandomTargets(3, 1, 5);
        Refused(
            () => MinimumNorm.Solve(points, new double[2, 1]),
            "Targets must have 3 rows, one for each point, and at least one column, but had 2 and 1.*"
        );
        Refused(() => LeastSquaresPath.Descend(points, y, start: new double[3, 1]), "A start must have the shape (4, 1), but had (3, 1).*");
        Refused(
            () =>
                LeastSquaresPath.Descend(
                    points,
                    y,
                    start: new[,]
                    {
                        { 0 },
                        { 0 },
                        { 0 },
                        { double.NaN },
                    }
                ),
            "A start must be finite, but held NaN.*"
        );
        Refused(() => new LeastSquaresPathOptions { Epochs = 0 }, "Epochs must be at least 1, but was 0.*");
        Refused(() => new LeastSquaresPathOptions { BatchSize = 0 }, "BatchSize must be at least 1, but was 0.*");
        Refused(() => new LeastSquaresPathOptions { LearningRate = -1 }, "LearningRate must be positive and finite, but was -1.*");
        Refused(
            () => LeastSquaresPath.Descend(points, y, new LeastSquaresPathOptions { LearningRate = 1e6 }),
            "LearningRate must be below twice the inverse of the Hessian's largest eigenvalue, but at 1E+06 "
                + "the loss was * after * epochs; choose a smaller one.*"
        );
        Refused(
            () => LeastSquaresPath.Descend(points, y, new LeastSquaresPathOptions { LearningRate = 1e6, BatchSize = 2 }),
            "LearningRate must be below twice the inverse of the points' largest squared length, but at 1E+06 "
                + "the loss was * after * epochs; choose a smaller one.*"
        );
    }

    private static void Refused(Func<object> action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);

    private sealed class Immediate(Action<LeastSquaresPathPoint> report) : IProgress<LeastSquaresPathPoint>
    {
        public void Report(LeastSquaresPathPoint value) => report(value);
    }
}
