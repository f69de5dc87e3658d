using Generalization.Data;
using Generalization.Data.Synthetic;
using static TorchSharp.torch;

namespace Generalization.Tests.Data;

public class DatasetDerivationTests
{
    private static readonly ImageShape Shape = new(1, 1, 2);
    private static readonly Dataset Data = new SyntheticImages(Shape, 3).Create(6, 3, seed: 1).Train;

    private static Dataset Floats(float[] pixels, PixelScale? scale = null) =>
        Dataset.FromPixels("mine", DatasetSplit.Train, Shape, pixels, [0, 1], ["a", "b"], scale);

    [Fact]
    public void Other_labels_leave_true_ones_indices_and_lineage()
    {
        var derived = Data.Select([5, 1, 2]).WithLabels([0, 1, 2], "by my program", 9);
        derived.Labels.ToArray().Should().Equal(0, 1, 2);
        derived.TrueLabels.ToArray().Should().Equal(2, 1, 2);
        derived.Replaced.ToArray().Should().Equal(true, false, false);
        derived.Indices.ToArray().Should().Equal(5u, 1u, 2u);
        derived.Lineage.Should().HaveCount(3);
        (derived.Lineage[^1].Operation, derived.Lineage[^1].Seed, derived.Lineage[^1].Result)
            .Should()
            .Be(("by my program", 9ul, derived.ContentHash));
        new Action(() => Data.WithLabels([0, 1], "mine"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 6 labels, one for each example, but there were 2.*");
        new Action(() => Data.WithLabels([0, 1, 2, 3, 0, 0], "mine"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A label must lie in [0, 2], but label 3 was 3.*");
    }

    [Fact]
    public void Other_pixels_leave_labels()
    {
        var derived = Data.WithPixels(PixelArray.Owning(new(1, 1, 1), new float[6], PixelScale.Raw), "blank");
        (derived.Shape, derived.Pixels.Type, derived.Lineage[^1].Operation)
            .Should()
            .Be((new ImageShape(1, 1, 1), PixelType.Float32, "blank"));
        derived.Labels.SequenceEqual(Data.Labels).Should().BeTrue();
        new Action(() => Data.WithPixels(PixelArray.Owning(Shape, new byte[4]), "fewer"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("synthetic has 6 examples, but pixels of 2 were given.*");
    }

    [Fact]
    public void True_labels_may_be_given_beside_those_assigned()
    {
        var data = Dataset.FromPixels("mine", DatasetSplit.Train, Shape, new byte[6], [0, 1, 1], ["a", "b"], [0, 0, 1]);
        data.Labels.ToArray().Should().Equal(0, 1, 1);
        data.TrueLabels.ToArray().Should().Equal(0, 0, 1);
        data.Replaced.ToArray().Should().Equal(false, true, false);
        data.ChangedCount.Should().Be(1);
    }

    [Fact]
    public void Sparse_tensors_are_refused()
    {
        using var dense = zeros(2, 1, 1, 2);
        using var pixels = dense.to_sparse();
        using var labels = tensor(new long[] { 1, 0 });
        new Action(() => Dataset.FromTensors("mine", DatasetSplit.Test, pixels, labels, ["a", "b"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Tensors must be dense, but the pixels are sparse; convert them with to_dense().*");
    }

    [Fact]
    public void Floats_that_look_scaled_already_are_refused_until_their_scale_is_stated()
    {
        const string sentence =
            "Pixels are 0–255 unless said otherwise, and are divided by 255, but all of them lie in [−10, 1.5]: "
            + "say PixelScale.Raw to have them taken as they are, or PixelScale.Bytes if they are meant to be divided.*";
        float[] scaled = [0, 0.5f, 1, -2.5f];
        // MNIST's whites are 2.8 standard deviations above its mean.
        new Action(() => Floats([-0.42f, 2.8f, 0, 1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(sentence.Replace("1.5]", "10], some below 0"));
        new Action(() => Floats(scaled)).Should().Throw<ArgumentException>().WithMessage(sentence);
        Floats(scaled, PixelScale.Raw).Pixels.Scale.Should().Be(PixelScale.Raw);
        Floats(scaled, PixelScale.Bytes).Pixels.Scale.Should().Be(PixelScale.Bytes);
        Floats([0, 0.5f, 1, 1.6f]).Pixels.Scale.Should().Be(PixelScale.Bytes);
        Floats([0, 0.5f, 1, -11]).Pixels.Scale.Should().Be(PixelScale.Bytes);
        var test = Dataset.FromPixels("mine", DatasetSplit.Test, Shape, scaled, [0, 1], ["a", "b"], PixelScale.Raw);
        new Action(() => new TrainTestData(Floats(scaled, PixelScale.Bytes), test))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Training and test images must be on one scale, but were on Bytes and Raw.");
        using var pixels = tensor(scaled, [2, 1, 1, 2]);
        using var bytes = tensor(new byte[4], [2, 1, 1, 2]);
        using var labels = tensor(new long[] { 1, 0 });
        new Action(() => Dataset.FromTensors("mine", DatasetSplit.Test, pixels, labels, ["a", "b"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(sentence);
        Dataset.FromTensors("mine", DatasetSplit.Test, pixels, labels, ["a", "b"], PixelScale.Raw).Pixels.Scale.Should().Be(PixelScale.Raw);
        new Action(() => Dataset.FromTensors("mine", DatasetSplit.Test, bytes, labels, ["a", "b"], PixelScale.Raw))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("uint8 pixels are 0–255, but were said to be raw; give them as float32.*");
    }

    [Fact]
    public void An_examples_draws_are_keyed_by_the_index_that_it_was_given()
    {
        var pixels = PixelArray.Owning(new ImageShape(1, 1, 1), new byte[3]);
        Dataset Of(params uint[] indices) =>
            Dataset.FromSource("mine", DatasetSplit.Train, pixels, [0, 1, 0], ["a", "b"], indices: indices);
        var data = Of(7, int.MaxValue, 0);
        data.Indices.ToArray().Should().Equal(7, int.MaxValue, 0);
        data.Select([1, 2]).Indices.ToArray().Should().Equal(int.MaxValue, 0);
        data.Append(Of(1, 2, 3)).Indices.ToArray().Should().Equal(7, int.MaxValue, 0, 2147483648, 2147483649, 2147483650);
        data.ContentHash.ToString().Should().Be(Of().ContentHash.ToString(), "content is pixels and labels");
        FluentActions
            .Invoking(() => Of(1, 2))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 3 indices, one for each example, but there were 2.*");
        FluentActions
            .Invoking(() => Of(1, 2, 1))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("No two examples may have one index, but two have 1.*");
        FluentActions
            .Invoking(() => Of(1, 2, 2147483648))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("An index must lie in [0, 2147483647], but was 2147483648.*");
    }

    [Fact]
    public void So_are_floats_that_a_source_is_made_of()
    {
        const string sentence = "Pixels are 0–255 unless said otherwise, and are divided by 255, but all of them lie in [−10, 1.5]: *";
        new Action(() => PixelArray.Owning(Shape, new float[] { 0, 0.5f, 1, 1 })).Should().Throw<ArgumentException>().WithMessage(sentence);
        new Action(() => PixelArray.Owning(Shape, new double[] { 0, 0.5, 1, 1 })).Should().Throw<ArgumentException>().WithMessage(sentence);
        new Action(() => PixelArray.Owning(Shape, new[] { 0, double.NaN, 1, 1 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be finite, but pixel 1 was NaN.*");
        PixelArray.Owning(Shape, new float[] { 0, 0.5f, 1, 1 }, PixelScale.Bytes).Scale.Should().Be(PixelScale.Bytes);
        PixelArray.Owning(Shape, new double[] { 0, 0.5, 200, 1 }).Scale.Should().Be(PixelScale.Bytes);
    }

    [Fact]
    public void Tensors_without_values_are_refused()
    {
        using var labels = tensor(new long[] { 1, 0 });
        using var nowhere = zeros([2, 1, 1, 2], ScalarType.Byte, new Device(TorchSharp.DeviceType.META));
        var gone = zeros([2, 1, 1, 2], ScalarType.Byte);
        gone.Dispose();
        using var none = zeros([0, 1, 1, 2], ScalarType.Byte);
        using var noLabels = zeros(0, ScalarType.Int64);
        foreach (
            var (pixels, theirs, sentence) in new[]
            {
                (nowhere, labels, "Tensors must be in memory, but the pixels lie on the meta device.*"),
                (gone, labels, "Tensors must be alive, but the pixels were disposed.*"),
                (none, noLabels, "A data set needs at least one example, but mine has none.*"),
            }
        )
            new Action(() => Dataset.FromTensors("mine", DatasetSplit.Test, pixels, theirs, ["a", "b"]))
                .Should()
                .Throw<ArgumentException>()
                .WithMessage(sentence);
    }
}
