using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class PointSetTests
{
    [Fact]
    public void Images_are_divided_by_255_and_stay_bytes_in_memory()
    {
        var images = FashionMnistMini.Load().Train.Take(10);
        using var points = PointSet.Of(images);
        (points.Count, points.Dimension, points.Bytes).Should().Be((10, images.Shape.Size, 10L * images.Shape.Size));
        using var block = points.Block(3, 2);
        var pixels = ((UInt8Pixels)images.Pixels).Values.Slice(3 * images.Shape.Size, 2 * images.Shape.Size).ToArray();
        block.Values.data<double>().ToArray().Should().Equal(pixels.Select(p => p / 255.0));
    }

    /// <summary>One holder serves kernels and constructions: the rows are those of the data set, not copied.</summary>
    [Fact]
    public void Points_are_a_view_of_rows()
    {
        var images = FashionMnistMini.Load().Train.Take(10);
        using var points = PointSet.Of(images);
        using var same = PointSet.Of(PointRows.Of(images));
        (points.Rows.Divisor, points.Rows.Type, same.Bytes).Should().Be((255, ScalarType.Byte, points.Bytes));
        using var block = points.Block(2, 5);
        using var other = same.Block(2, 5);
        other.Values.data<double>().ToArray().Should().Equal(block.Values.data<double>().ToArray());
        other.Squares.data<double>().ToArray().Should().Equal(block.Squares.data<double>().ToArray());

        float[] values = [1, 2, 3, 4];
        using var floats = PointSet.Of(PointRows.Of(values, 2, divisor: 4));
        values[2] = 8;
        using var rows = floats.Block(1, 1);
        rows.Values.data<double>().ToArray().Should().Equal(2, 1);
        FluentActions
            .Invoking(() => PointSet.Of(PointRows.Of(new[] { 1, double.NaN }, 2)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must be finite, but row 0, column 1 was NaN.*");
    }

    [Fact]
    public void Images_of_numbers_stay_numbers()
    {
        var images = Dataset.FromPixels(
            "numbers",
            DatasetSplit.Train,
            new ImageShape(1, 1, 3),
            new float[] { 0, 255, -51, 102, 1.5f, 300 },
            new long[2],
            ["one", "other"]
        );
        using var points = PointSet.Of(images);
        points.Bytes.Should().Be(24);
        using var block = points.Block(0, 2);
        block.Values.data<double>().ToArray().Should().Equal(0, 1, -0.2, 0.4, 1.5 / 255, 300 / 255.0);
    }

    [Fact]
    public void Squares_are_those_of_the_rows()
    {
        using var points = PointSet.Of(
            new double[,]
            {
                { 3, 4 },
                { 1, 2 },
            }
        );
        using var block = points.Block(0, 2);
        block.Squares.data<double>().ToArray().Should().Equal(25, 5);
    }

    [Fact]
    public void Later_changes_of_the_callers_values_do_not_show()
    {
        double[,] values =
        {
            { 1, 2 },
        };
        using var given = tensor(values);
        using var points = PointSet.Of(given);
        given.fill_(9);
        using var block = points.Block(0, 1);
        block.Values.data<double>().ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void Points_that_lie_transposed_in_memory_are_rows_all_the_same()
    {
        using var given = tensor(
            new double[,]
            {
                { 1, 2, 1 },
                { 4, 5, 4 },
            }
        );
        using var transposed = given.t();
        using var points = PointSet.Of(transposed);
        points.FindIdentical().Should().Be((0, 2));
        using var block = points.Block(1, 1);
        block.Values.data<double>().ToArray().Should().Equal(2, 5);
        FluentActions
            .Invoking(() => KernelRegression.Fit(new GaussianKernel(), points, [new double[3, 1]]))
            .Should()
            .Throw<NotPositiveDefiniteException>()
            .Which.Examples.Should()
            .Be((0, 2));
    }

    [Fact]
    public void Finds_the_first_two_rows_that_are_the_same()
    {
        using var points = PointSet.Of(
            new double[,]
            {
                { 1, 2 },
                { 2, 1 },
                { 5, 5 },
                { 2, 1 },
                { 1, 2 },
            }
        );
        points.FindIdentical().Should().Be((1, 3));
        using var distinct = PointSet.Of(
            new double[,]
            {
                { 1, 2 },
                { 2, 1 },
            }
        );
        distinct.FindIdentical().Should().BeNull();
    }

    [Fact]
    public void Wrong_points_are_refused_in_a_sentence()
    {
        FluentActions
            .Invoking(() =>
                PointSet.Of(
                    new double[,]
                    {
                        { 1, 2 },
                        { 3, double.PositiveInfinity },
                    }
                )
            )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must be finite, but row 1, column 1 was Infinity.*");
        FluentActions
            .Invoking(() => PointSet.Of(new double[0, 3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A set of points needs at least one row and one column, but had 0 and 3.");
        using var cube = zeros(2, 2, 2);
        FluentActions
            .Invoking(() => PointSet.Of(cube))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must have the shape (n, d), but had (2, 2, 2).*");
        using var whole = zeros([2, 2], ScalarType.Int64);
        FluentActions
            .Invoking(() => PointSet.Of(whole))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Points must be float32 or float64, but were Int64.*");
        using var dense = zeros(2, 2);
        using var sparse = dense.to_sparse();
        foreach (var door in new Action[] { () => PointSet.Of(sparse), () => PointRows.Of(sparse) })
            door.Should().Throw<ArgumentException>().WithMessage("Tensors must be dense, but the points are sparse; convert *");
        using var nowhere = zeros([2, 2], device: new Device(TorchSharp.DeviceType.META));
        FluentActions.Invoking(() => PointSet.Of(nowhere)).Should().Throw<ArgumentException>().WithMessage("*lie on the meta device.*");
        var gone = zeros(2, 2);
        gone.Dispose();
        FluentActions.Invoking(() => PointSet.Of(gone)).Should().Throw<ArgumentException>().WithMessage("*the points were disposed.*");
    }

    [Fact]
    public void Products_of_bytes_are_exact_at_the_largest_sums()
    {
        // 255 everywhere but in one place: a sum rounded once in float32 would be off by a whole number.
        var shape = new ImageShape(3, 20, 31);
        var bytes = Enumerable.Repeat((byte)255, 40 * shape.Size).ToArray();
        for (var i = 0; i < 40; i++)
            bytes[i * shape.Size + 37 * i] = (byte)(254 - i);
        var images = Dataset.FromPixels("extreme", DatasetSplit.Train, shape, bytes, new long[40], ["one", "other"]);
        using var points = PointSet.Of(images);
        using var scope = NewDisposeScope();
        using var rows = points.Block(0, 25);
        using var columns = points.Block(20, 20);
        using var tile = zeros([25, 20], ScalarType.Float64);
        new LinearKernel().Fill(tile, rows, columns);
        for (var i = 0; i < 25; i++)
        for (var j = 0; j < 20; j++)
        {
            long sum = 0;
            for (var k = 0; k < shape.Size; k++)
                sum += bytes[i * shape.Size + k] * bytes[(20 + j) * shape.Size + k];
            tile[i, j].item<double>().Should().Be(sum / (255.0 * 255.0));
        }
    }
}
