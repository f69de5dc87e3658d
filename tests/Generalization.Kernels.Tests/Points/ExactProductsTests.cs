using CsCheck;
using Generalization.Kernels.Points;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests;

[NoTensorLeaks]
public class ExactProductsTests
{
    [Theory]
    [InlineData(258, 255, 1)] // 258 · 255² is the most below 2²⁴ = 16,777,216
    [InlineData(259, 255, 2)]
    [InlineData(784, 100, 1)]
    [InlineData(3072, 255, 12)]
    [InlineData(3072, 128, 4)]
    public void The_fewest_pieces_whose_sums_float32_counts(int width, byte value, int pieces)
    {
        using var bytes = full([5, width], value, ScalarType.Byte);
        var (squares, found) = ExactProducts.Prepare(bytes, 255);
        using (squares)
            squares.data<double>().ToArray().Should().AllSatisfy(s => s.Should().Be((double)width * value * value / (255.0 * 255.0)));
        found.Should().Be(pieces);
    }

    [Fact]
    public void The_brightest_row_decides_wherever_it_is()
    {
        using var bytes = zeros([5000, 600], ScalarType.Byte);
        using (var row = bytes[4999])
            row.fill_(255);
        var (squares, pieces) = ExactProducts.Prepare(bytes, 1);
        squares.Dispose();
        pieces.Should().Be(3, "halves have 300 columns, and 256 are always few enough");
    }

    [Fact]
    public void Pieces_cover_the_columns_and_finer_ones_lie_within_coarser_ones() =>
        Gen.Select(Gen.Int[1, 4000], Gen.Int[0, 4])
            .Sample(
                (width, power) =>
                {
                    var pieces = 1 << power;
                    ExactProducts.Piece(width, 0, pieces).Begin.Should().Be(0);
                    ExactProducts.Piece(width, pieces - 1, pieces).End.Should().Be(width);
                    for (var i = 0; i < pieces; i++)
                    {
                        var (begin, end) = ExactProducts.Piece(width, i, pieces);
                        (ExactProducts.Piece(width, 2 * i, 2 * pieces).Begin, ExactProducts.Piece(width, (2 * i) + 1, 2 * pieces).End)
                            .Should()
                            .Be((begin, end));
                    }
                }
            );
}
