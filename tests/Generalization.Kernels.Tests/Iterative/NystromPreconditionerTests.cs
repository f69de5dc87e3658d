using Generalization.Kernels.Functions;
using Generalization.Kernels.Iterative;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class NystromPreconditionerTests
{
    private static readonly Kernel Kernel = new GaussianKernel(0.3);

    [Theory]
    [InlineData(1, 90, 0.0)]
    [InlineData(30, 20, 0.0)]
    [InlineData(30, 20, 0.5)]
    public void Is_symmetric_and_positive_definite(int rank, int cluster, double ridge)
    {
        var inverse = Inverse(Slow.RandomPoints(90, 3, 1), rank, cluster, ridge);
        Slow.LargestDifference(inverse, inverse.Transpose()).Should().BeLessThan(1e-8 * inverse.Enumerate().Max(Math.Abs));
        inverse.Add(inverse.Transpose()).Evd().EigenValues.Min(v => v.Real).Should().BePositive();
    }

    [Fact]
    public void With_all_points_in_one_cluster_it_is_the_inverse_itself()
    {
        var x = Slow.RandomPoints(40, 3, 2);
        var expected = (Slow.Gram(Kernel, x, x) + 0.1 * Matrix<double>.Build.DenseIdentity(40)).Inverse();
        Slow.LargestDifference(Inverse(x, 5, 40, 0.1), expected).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Brings_the_condition_number_down()
    {
        // Forty near pairs, which make the smallest eigenvalues, and clusters that hold both of each.
        var x = Slow.RandomPoints(80, 3, 3);
        for (var i = 0; i < 40; i++)
        for (var j = 0; j < 3; j++)
            x[40 + i, j] = x[i, j] + 1e-3;
        var matrix = Slow.Gram(Kernel, x, x) + 1e-6 * Matrix<double>.Build.DenseIdentity(80);
        // The spectrum of M⁻¹K is that of K^½ M⁻¹ K^½.
        var root = matrix.Cholesky().Factor;
        (root.Transpose() * Inverse(x, 40, 20, 1e-6) * root).ConditionNumber().Should().BeLessThan(matrix.ConditionNumber() / 100);
    }

    [Fact]
    public void Landmarks_whose_matrix_has_not_full_rank_make_one_too()
    {
        // A linear kernel of three columns has rank three.
        using var points = PointSet.Of(Slow.RandomPoints(60, 3, 7));
        using var preconditioner = NystromPreconditioner.Create(new LinearKernel(), points, 40, 20, 0.1, seed: 0, _ => { }, default);
        using var scope = NewDisposeScope();
        preconditioner.Apply(ones([60, 2], ScalarType.Float64)).isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Clusters_hold_each_point_once_and_near_pairs_together()
    {
        var x = Slow.RandomPoints(128, 4, 5, 10);
        for (var i = 0; i < 64; i++)
        for (var j = 0; j < 4; j++)
            x[64 + i, j] = x[i, j] + 1e-6;
        using var points = PointSet.Of(x);
        var clusters = Clusters.Of(points, 16, seed: 0);
        clusters.SelectMany(c => c).Order().Should().Equal(Enumerable.Range(0, 128));
        clusters.Should().OnlyContain(c => c.Length <= 16);
        clusters.Count(c => c.All(i => c.Contains((i + 64) % 128))).Should().BeGreaterThan(clusters.Count / 2);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Any_number_of_columns_is_that_many_columns(int columns)
    {
        using var points = PointSet.Of(Slow.RandomPoints(70, 3, 1));
        using var preconditioner = NystromPreconditioner.Create(Kernel, points, 20, 30, 0.1, 0, _ => { }, default);
        using var scope = NewDisposeScope();
        var residual = TargetMatrix.ToTensor(Slow.RandomTargets(70, columns, 1), CPU);
        var one = Enumerable.Range(0, columns).Select(c => preconditioner.Apply(residual.narrow(1, c, 1))).ToArray();
        Slow.LargestDifference(
                Slow.Matrix(TargetMatrix.ToArray(preconditioner.Apply(residual))),
                Slow.Matrix(TargetMatrix.ToArray(cat(one, 1)))
            )
            .Should()
            .BeLessThan(1e-9);
    }

    [Fact]
    public void Clusters_of_points_on_a_line_are_intervals_over_blocks_too()
    {
        // A line of 2,500 points, more than two blocks: halves along it are intervals.
        var x = new double[2500, 2];
        for (var i = 0; i < 2500; i++)
            x[i, 0] = i * 617 % 2500;
        using var points = PointSet.Of(x);
        var clusters = Clusters.Of(points, 700, seed: 0);
        clusters.Select(c => c.Length).Should().Equal(625, 625, 625, 625);
        clusters.Should().OnlyContain(c => c.Max(i => x[i, 0]) - c.Min(i => x[i, 0]) == 624);
    }

    private static Matrix<double> Inverse(double[,] x, int rank, int cluster, double ridge)
    {
        using var points = PointSet.Of(x);
        using var preconditioner = NystromPreconditioner.Create(Kernel, points, rank, cluster, ridge, 0, _ => { }, default);
        using var scope = NewDisposeScope();
        return Slow.Matrix(TargetMatrix.ToArray(preconditioner.Apply(eye(points.Count, dtype: ScalarType.Float64))));
    }
}
