using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Tests.Support;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Tests.Kernels.Features;

[NoTensorLeaks]
public class RandomReluFeaturesTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(20, 5);

    [Fact]
    public void A_feature_is_the_rectified_sum_that_its_description_says()
    {
        var map = RandomReluFeatures.Create(Data.Shape, 2500, seed: 3);
        (map.BlockCount, map.BlockWidth, map.Dimension, map.Name).Should().Be((3, 1000, 2500, "random-relu"));
        using var last = map.Block(2, Data.Train);
        last.shape.Should().Equal(20, 500);
        var found = last.data<float>().ToArray();
        var (weights, image) = (map.Weights(2), Data.Train.Pixels.ReadImage(4));
        for (var j = 0; j < 500; j += 83)
        {
            double sum = weights[j, 784];
            for (var i = 0; i < 784; i++)
                sum += weights[j, i] * image[i] / 255;
            found[4 * 500 + j].Should().BeApproximately((float)(Math.Max(0, sum) * Math.Sqrt(2.0 / 2500)), 1e-6f);
        }
    }

    [Fact]
    public void A_feature_is_the_same_whatever_their_number_but_for_the_factor()
    {
        using var few = RandomReluFeatures.Create(Data.Shape, 10, seed: 1).Block(0, Data.Train);
        using var many = RandomReluFeatures.Create(Data.Shape, 1000, seed: 1).Block(0, Data.Train);
        using var same = many.narrow(1, 0, 10);
        using var scaled = same.Times(10);
        scaled.allclose(few, 1e-5, 1e-6).Should().BeTrue();
        using var other = RandomReluFeatures.Create(Data.Shape, 10, seed: 2).Block(0, Data.Train);
        other.allclose(few, 1e-5, 1e-6).Should().BeFalse();
    }

    [Fact]
    public void Inner_products_tend_to_the_arc_cosine_kernel_of_the_images_with_a_one_beside_them()
    {
        var d = Data.Shape.Size;
        using var features = PointSet.OfFeatures(RandomReluFeatures.Create(Data.Shape, 40_000, seed: 5), Data.Train);
        var withOne = new double[20, d + 1];
        for (var i = 0; i < 20; i++)
        {
            var image = Data.Train.Pixels.ReadImage(i);
            for (var j = 0; j < d; j++)
                withOne[i, j] = image[j] / 255;
            withOne[i, d] = 1;
        }

        using var points = PointSet.Of(withOne);
        using var expected = Gram(new ArcCosineKernel(1), points);
        using var found = Gram(new LinearKernel(), features);
        var pairs = found.data<double>().ToArray().Zip(expected.data<double>().ToArray());
        // Each is a mean of 40,000 products.
        pairs.Max(p => Math.Abs(d * p.First / p.Second - 1)).Should().BeLessThan(0.05);
    }

    [Fact]
    public void Numbers_below_1_blocks_that_are_none_and_other_shapes_are_refused()
    {
        new Action(() => RandomReluFeatures.Create(Data.Shape, 0, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("count must be at least 1, but was 0.*");
        var map = RandomReluFeatures.Create(new ImageShape(1, 4, 4), 10, 0);
        new Action(() => map.Weights(1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Block must lie in [0, 0], but was 1.*");
        new Action(() => map.Block(0, Data.Train))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The random-relu map takes images of 1×4×4*");
    }

    private static Tensor Gram(Kernel kernel, PointSet points)
    {
        using var block = points.Block(0, points.Count);
        var gram = empty([points.Count, points.Count], ScalarType.Float64);
        kernel.Fill(gram, block, block);
        return gram;
    }
}
