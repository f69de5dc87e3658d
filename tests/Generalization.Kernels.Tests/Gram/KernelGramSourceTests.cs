using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class KernelGramSourceTests
{
    private static readonly double[,] X = Slow.RandomPoints(1300, 2, 1);

    /// <summary>Pieces are 512 × 1,024; the tile crosses the diagonal.</summary>
    [Theory]
    [InlineData(ScalarType.Float64, 1e-13)]
    [InlineData(ScalarType.Float32, 1e-7)]
    public void A_tile_larger_than_a_piece_holds_every_value(ScalarType type, double tolerance)
    {
        var kernel = new GaussianKernel(0.3);
        using var points = PointSet.Of(X);
        using var tile = empty([600, 1250], type);
        new KernelGramSource(kernel, points).FillTile(tile, 690, 40);
        var expected = Slow.Gram(kernel, X, X).SubMatrix(690, 600, 40, 1250);
        var values = TargetMatrix.ToArray(tile);
        Slow.LargestDifference(Slow.Matrix(values), expected).Should().BeLessThan(tolerance);
        for (var i = 0; i < 600; i++)
            values[i, 650 + i].Should().Be(1);
    }

    [Fact]
    public void The_diagonal_of_more_points_than_a_piece_is_that_of_each()
    {
        using var points = PointSet.Of(X);
        using var diagonal = new KernelGramSource(new LinearKernel(), points).Diagonal();
        var values = diagonal.data<double>().ToArray();
        for (var i = 0; i < 1300; i++)
            values[i].Should().BeApproximately(Slow.Value(new LinearKernel(), Slow.Row(X, i), Slow.Row(X, i)), 1e-14 * (1 + values[i]));
    }
}
