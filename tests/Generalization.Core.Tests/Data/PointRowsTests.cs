using Generalization.Data;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Data;

[NoTensorLeaks]
public class PointRowsTests
{
    /// <summary>The same six numbers in every form that rows come in.</summary>
    public static TheoryData<string> Forms => new("bytes", "floats", "doubles", "array", "uint8 images", "float32 images", "tensor");

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_has_the_same_rows(string form)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(form);
        (rows.Count, rows.Dimension, rows.AreBytes).Should().Be((3, 2, form is "bytes" or "uint8 images"));
        rows.Divisor.Should().Be(form.EndsWith("images", StringComparison.Ordinal) ? 255 : 1);
        var values = new double[4];
        rows.CopyRows(1, values);
        values.Should().Equal(3, 4, 1, 2);
        rows.Value(1, 0).Should().Be(3);
        (rows.AreEqual(0, 2), rows.AreEqual(0, 1)).Should().Be((true, false));
        rows.FindIdentical().Should().Be((0, 2));
        using var tensor = rows.ToTensor();
        tensor.dtype.Should().Be(rows.Type);
        tensor.to(ScalarType.Float64).data<double>().ToArray().Should().Equal(1, 2, 3, 4, 1, 2);
        rows.Bytes.Should().Be(tensor.numel() * tensor.element_size());
    }

    [Fact]
    public void A_row_is_given_in_its_own_type_alone()
    {
        PointRows.Of(new float[] { 1, 2, 3, 4 }, 2).Row<float>(1).ToArray().Should().Equal(3, 4);
        FluentActions
            .Invoking(() => PointRows.Of(new float[] { 1, 2 }, 2).Row<double>(0).Length)
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("The values are Single, but Double were asked for.");
    }

    /// <summary>Values decide whether points are equal, bits whether rows are the same.</summary>
    [Fact]
    public void Zero_of_either_sign_is_the_same_point_and_not_the_same_row()
    {
        var rows = PointRows.Of(new[] { 0.0, 1, -0.0, 1 }, 2);
        rows.AreEqual(0, 1).Should().BeTrue();
        rows.FindIdentical().Should().BeNull();
    }

    /// <summary>A part of an array, its tensor over the same memory: what is written to the one shows in the other.</summary>
    [Fact]
    public void Nothing_is_copied()
    {
        double[] values = [9, 1, 2, 3, 4, 9];
        var rows = PointRows.Of(values.AsMemory(1, 4), 2);
        using var tensor = rows.ToTensor();
        values[3] = 7;
        rows.Value(1, 0).Should().Be(7);
        tensor.data<double>().ToArray().Should().Equal(1, 2, 7, 4);

        double[,] grid =
        {
            { 1, 2 },
            { 3, 4 },
        };
        using var view = PointRows.Of(grid).ToTensor();
        grid[1, 1] = 8;
        view.data<double>().ToArray().Should().Equal(1, 2, 3, 8);
    }

    /// <summary>An array is pinned as long as its tensor lives, whatever a collection moves.</summary>
    [Fact]
    public void A_tensor_over_an_array_outlives_collections()
    {
        using var scope = NewDisposeScope();
        using var tensor = Make();
        for (var i = 0; i < 3; i++)
        {
            _ = new byte[1 << 20];
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        tensor.to(ScalarType.Int64).sum().item<long>().Should().Be(99 * 100 / 2);

        static Tensor Make() => PointRows.Of(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray(), 10).ToTensor();
    }

    [Fact]
    public void Rows_of_a_tensor_end_with_it()
    {
        var tensor = zeros(3, 2);
        var rows = PointRows.Of(tensor);
        tensor.Dispose();
        FluentActions.Invoking(() => rows.Value(0, 0)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Wrong_rows_are_refused_in_a_sentence()
    {
        Refused(() => PointRows.Of(new double[5], 3), "Points must have a multiple of 3 values, but had 5.");
        Refused(() => PointRows.Of(new double[0, 3]), "A set of points needs at least one row and one column, but had 0 and 3.");
        Refused(() => PointRows.Of(new byte[3], 3, divisor: 0), "The divisor must be positive and finite, but was 0.*");
        using var cube = zeros(2, 2, 2);
        Refused(() => PointRows.Of(cube), "Points must have the shape (n, d), but had (2, 2, 2).*");
        using var whole = zeros([2, 2], ScalarType.Int64);
        Refused(() => PointRows.Of(whole), "Points must be uint8, float32 or float64, but were Int64.*");
        using var square = zeros(2, 3);
        using var across = square.t();
        Refused(() => PointRows.Of(across), "Points must lie row after row on the CPU, but did not; make them contiguous().cpu().*");
        FluentActions
            .Invoking(() => PointRows.Of(new double[4], 2).CopyRows(1, new double[4]))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Rows must lie in [0, 1], but 1 to 2 were asked for.*");
    }

    private static void Refused(Func<PointRows> make, string sentence) =>
        FluentActions.Invoking(make).Should().Throw<ArgumentException>().WithMessage(sentence);

    private static PointRows Rows(string form)
    {
        byte[] bytes = [1, 2, 3, 4, 1, 2];
        var (floats, doubles) = (bytes.Select(b => (float)b).ToArray(), bytes.Select(b => (double)b).ToArray());
        var shape = new ImageShape(1, 1, 2);
        return form switch
        {
            "bytes" => PointRows.Of(bytes, 2),
            "floats" => PointRows.Of(floats, 2),
            "doubles" => PointRows.Of(doubles, 2),
            "array" => PointRows.Of(
                new double[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                    { 1, 2 },
                }
            ),
            "uint8 images" => PointRows.Of(Dataset.FromPixels("b", DatasetSplit.Train, shape, bytes, new long[3], ["one", "other"])),
            "float32 images" => PointRows.Of(Dataset.FromPixels("f", DatasetSplit.Train, shape, floats, new long[3], ["one", "other"])),
            _ => PointRows.Of(tensor(doubles, [3, 2])),
        };
    }
}
