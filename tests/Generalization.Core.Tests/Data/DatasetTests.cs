using Generalization.Data;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Data;

[NoTensorLeaks]
public class DatasetTests
{
    private static readonly ImageShape Shape = new(1, 1, 2);

    [Fact]
    public void Copies_what_the_caller_gives()
    {
        byte[] pixels = [1, 2, 3, 4];
        var data = Dataset.FromPixels("mine", DatasetSplit.Train, Shape, pixels, [0, 1], ["a", "b"]);
        pixels[0] = 9;
        ((UInt8Pixels)data.Pixels).Values[0].Should().Be(1);
    }

    [Fact]
    public void Takes_tensors()
    {
        using var pixels = tensor(new float[] { 1, 2, 3, 4 }, [2, 1, 1, 2]);
        using var labels = tensor(new long[] { 1, 0 });
        var data = Dataset.FromTensors("mine", DatasetSplit.Test, pixels, labels, ["a", "b"]);
        (data.Count, data.Shape, data.Labels[0]).Should().Be((2, Shape, 1));
        ((Float32Pixels)data.Pixels).Values.ToArray().Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void Refuses_lengths_that_do_not_fit() =>
        new Action(() => Dataset.FromPixels("mine", DatasetSplit.Train, Shape, new byte[3], [0, 1], ["a", "b"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("2 images of 1×1×2 have 4 pixels, but 3 were given.*");

    [Fact]
    public void Refuses_a_label_that_is_no_class() =>
        new Action(() => Dataset.FromPixels("mine", DatasetSplit.Train, Shape, new byte[4], [0, 2], ["a", "b"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A label must lie in [0, 1], but label 1 was 2.*");

    [Fact]
    public void A_subset_keeps_indices_and_says_so()
    {
        var data = Dataset.FromPixels("mine", DatasetSplit.Train, Shape, [1, 2, 3, 4, 5, 6], [0, 1, 0], ["a", "b"]).Select([2, 0]);
        data.Indices.ToArray().Should().Equal(2u, 0u);
        ((UInt8Pixels)data.Pixels).Values.ToArray().Should().Equal(5, 6, 1, 2);
        data.Lineage[^1].Operation.Should().Be("2 of 3 examples");
    }

    [Fact]
    public void The_hash_depends_on_pixels_labels_and_shape_alone()
    {
        string Hash(byte[] pixels, long[] labels, ImageShape shape) =>
            Dataset.FromPixels("any", DatasetSplit.Train, shape, pixels, labels, ["a", "b"]).ContentHash.ToString();
        var hash = Hash([1, 2, 3, 4], [0, 1], Shape);
        hash.Should().HaveLength(64).And.Be(Hash([1, 2, 3, 4], [0, 1], Shape));
        new[] { hash, Hash([1, 2, 3, 5], [0, 1], Shape), Hash([1, 2, 3, 4], [1, 1], Shape), Hash([1, 2, 3, 4], [0, 1], new(1, 2, 1)) }
            .Should()
            .OnlyHaveUniqueItems();
    }
}
