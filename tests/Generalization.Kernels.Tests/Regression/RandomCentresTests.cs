using Generalization.Data.Idx;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kernels.Regression;

[NoTensorLeaks]
public class RandomCentresTests
{
    [Fact]
    public void Gaussian_centres_have_each_coordinates_mean_and_variance()
    {
        using var points = PointSet.Of(
            new double[,]
            {
                { 0, 5, 100 },
                { 2, 5, 300 },
                { 4, 5, 200 },
            }
        );
        using var centres = PointSet.Of(Rows(points, CentreDistribution.Gaussian, 20_000));
        using var block = centres.Block(0, centres.Count);
        using var means = block.Values.mean([0L]);
        using var deviations = block.Values.std([0L], unbiased: false, keepdim: false);
        var (expected, spread) = (new[] { 2, 5.0, 200 }, new[] { Math.Sqrt(8.0 / 3), 0, Math.Sqrt(20_000.0 / 3) });
        for (var j = 0; j < 3; j++)
        {
            means.data<double>()[j].Should().BeApproximately(expected[j], 5 * spread[j] / Math.Sqrt(20_000) + 1e-9);
            deviations.data<double>()[j].Should().BeApproximately(spread[j], 0.03 * spread[j] + 1e-9);
        }
    }

    [Fact]
    public void Uniform_centres_fill_the_range_of_all_pixels()
    {
        using var points = PointSet.Of(FashionMnistMini.Load().Train.Take(100));
        var values = Rows(points, CentreDistribution.Uniform, 200).Cast<double>().ToArray();
        (values.Min() is >= 0 and < 0.001, values.Max() is <= 1 and > 0.999).Should().Be((true, true));
        values.Average().Should().BeApproximately(0.5, 0.005);
    }

    [Theory]
    [InlineData(CentreDistribution.Gaussian)]
    [InlineData(CentreDistribution.Uniform)]
    public void A_centre_is_a_function_of_the_seed_and_its_index(CentreDistribution distribution)
    {
        using var points = PointSet.Of(FashionMnistMini.Load().Train.Take(30));
        var (few, many) = (Rows(points, distribution, 5), Rows(points, distribution, 9));
        for (var i = 0; i < 5; i++)
            few[i, 300].Should().Be(many[i, 300]);
        using var other = RandomCentres.Draw(points, distribution, 1, seed: 8);
        using var block = other.Block(0, 1);
        block.Values.data<double>().ToArray()[300].Should().NotBe(few[0, 300]);
        new Action(() => RandomCentres.Draw(points, distribution, 0, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number of centres must be at least 1, but was 0.*");
    }

    private static double[,] Rows(PointSet points, CentreDistribution distribution, int count)
    {
        using var centres = RandomCentres.Draw(points, distribution, count, seed: 7);
        using var block = centres.Block(0, count);
        var (flat, rows) = (block.Values.data<double>().ToArray(), new double[count, points.Dimension]);
        Buffer.BlockCopy(flat, 0, rows, 0, flat.Length * sizeof(double));
        return rows;
    }
}
