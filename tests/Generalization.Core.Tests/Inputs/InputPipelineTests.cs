using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Preprocessing;

[NoTensorLeaks]
public class InputPipelineTests
{
    private static readonly InputPipeline Pipeline = new(new CenterCrop(4, 3), new PerImageStandardization());

    /// <summary>Crop and standardization pixel by pixel, in float64.</summary>
    private static double[] Oracle(Func<int, int, int, double> pixel, ImageShape shape)
    {
        var values = new List<double>();
        for (var c = 0; c < shape.Channels; c++)
        for (var y = (shape.Height - 4) / 2; y < (shape.Height - 4) / 2 + 4; y++)
        for (var x = (shape.Width - 3) / 2; x < (shape.Width - 3) / 2 + 3; x++)
            values.Add(pixel(c, y, x) / 255);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return [.. values.Select(v => (v - mean) / Math.Max(deviation, 1 / Math.Sqrt(values.Count)))];
    }

    [Theory]
    [InlineData(32, 32, 0.765625)]
    [InlineData(28, 28, 1)]
    [InlineData(224, 224, 0.015625)]
    [InlineData(28, 64, 0.4375)]
    public void The_share_of_an_image_that_a_crop_uses_is_known(int height, int width, double share)
    {
        var images = new ImageShape(3, height, width);
        InputPipeline.Cifar10.ShareOf(images).Should().Be(share);
        InputPipeline.Cifar10.With(AugmentationOptions.Parse("crop,flip")).ShareOf(images).Should().Be(share);
        new InputPipeline(new PerImageStandardization()).ShareOf(images).Should().Be(1);
        new InputPipeline(new CenterCrop(14, 14), new CenterCrop(7, 7))
            .ShareOf(images)
            .Should()
            .BeApproximately(49.0 / (height * width), 1e-15);
        (InputPipeline.Cifar10.CropWarning(images) is null).Should().Be(share >= 0.5);
    }

    [Fact]
    public void A_random_crop_of_a_small_image_uses_all_of_it() =>
        new InputPipeline(new RandomCrop(28, 28)).ShareOf(new ImageShape(1, 20, 28)).Should().Be(1);

    /// <summary>28 of 224 pixels were cut out without a word, and what can be learned was called memorized.</summary>
    [Fact]
    public void Who_trains_on_a_small_crop_is_warned_with_its_share()
    {
        const string sentence =
            "The network's input is a crop of 28×28 of images of 64×64, 19.1 % of each image, and the rest is not seen. Resize the images "
            + "(ImageFolderOptions.Size; --resize 32x32 in the samples), or crop less.";
        var data = new SyntheticImages(new ImageShape(1, 64, 64), 2).Create(8, 4, seed: 1);
        InputPipeline.Cifar10.CropWarning(data.Shape).Should().Be(sentence);
        var lines = new WarningLines();
        using var network = MultilayerPerceptron.Create(InputPipeline.Cifar10.ShapeOf(data), 2, 1, 3);
        new Trainer(new TrainingOptions(new ConstantRate(0.01)) { Epochs = 1 }, logger: lines).Fit(
            network,
            data,
            InputPipeline.Cifar10,
            seed: 1
        );
        var recipe = new NetworkRecipe(
            "mlp",
            (shape, k, seed) => MultilayerPerceptron.Create(shape, k, seed, 3),
            new(new ConstantRate(0.01))
        );
        using var predictor = new NetworkLearner(recipe, InputPipeline.Cifar10) { Logger = lines }.Fit(data.Train, seed: 1);
        lines.Warnings.Should().Equal(sentence, sentence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Agrees_with_the_slow_oracle_on_bytes_and_floats(bool gaussian)
    {
        var shape = new ImageShape(3, 7, 8);
        var split = new SyntheticImages(shape, 3).Create(1030, 5, seed: 2);
        var data = gaussian ? split.Corrupt(new GaussianPixels(), seed: 1).Train : split.Train;
        double Pixel(int i, int c, int y, int x)
        {
            var at = (i * 3 + c) * 56 + y * 8 + x;
            return data.Pixels is UInt8Pixels bytes ? bytes.Values[at] : ((Float32Pixels)data.Pixels).Values[at];
        }

        using var prepared = Pipeline.Prepare(data);
        prepared.Inputs.shape.Should().Equal(1030, 3, 4, 3);
        var actual = prepared.Inputs.data<float>().ToArray();
        foreach (var i in new[] { 0, 1, 517, 1029 })
        {
            var expected = Oracle((c, y, x) => Pixel(i, c, y, x), shape);
            for (var j = 0; j < expected.Length; j++)
                ((double)actual[i * 36 + j]).Should().BeApproximately(expected[j], 1e-5);
        }
    }

    [Theory]
    [InlineData((byte)0)]
    [InlineData((byte)77)]
    [InlineData((byte)255)]
    public void A_constant_image_gives_zeros(byte value)
    {
        var pixels = new byte[2 * 28 * 28 * 3];
        Array.Fill(pixels, value);
        var data = Dataset.FromPixels("flat", DatasetSplit.Train, new ImageShape(3, 28, 28), pixels, [0, 1], ["a", "b"]);
        using var prepared = InputPipeline.Cifar10.Prepare(data);
        prepared.Inputs.data<float>().ToArray().Should().OnlyContain(x => x == 0);
    }

    [Fact]
    public void A_nearly_constant_image_is_divided_by_the_adjusted_deviation()
    {
        var pixels = new byte[12];
        pixels[5] = 1;
        var data = Dataset.FromPixels("dot", DatasetSplit.Train, new ImageShape(1, 4, 3), pixels, [0], ["a", "b"]);
        using var prepared = Pipeline.Prepare(data);
        prepared.Inputs.data<float>()[5].Should().BeApproximately((float)(11.0 / 12 / 255 * Math.Sqrt(12)), 1e-7f);
    }

    private sealed record Own(Func<Tensor, Tensor> Change) : IRandomInputStep
    {
        public ImageShape OutputShape(ImageShape input) => input;

        public Tensor Apply(Tensor images) => Change(images);

        public Tensor Apply(Tensor images, BatchDraws draws) => Change(images);
    }

    /// <summary>A mean was broadcast to a constant image, one image stood for all, and other errors named the network.</summary>
    [Fact]
    public void A_step_that_does_not_give_what_it_says_is_named()
    {
        var data = new SyntheticImages(new ImageShape(1, 4, 4), 2).Create(8, 4, seed: 1).Train;
        const string rule =
            "The input step Own must give (8, 1, 4, 4) in Float32, as its OutputShape says of 8 images, but gave {0}; correct its Apply or "
            + "its OutputShape.";
        (Func<Tensor, Tensor> Change, string Sentence)[] faults =
        [
            (x => x.mean([1, 2, 3], keepdim: true), string.Format(null, rule, "(8, 1, 1, 1) in Float32")),
            (x => x.narrow(0, 0, 1), string.Format(null, rule, "(1, 1, 4, 4) in Float32")),
            (x => x.narrow(3, 0, 3), string.Format(null, rule, "(8, 1, 4, 3) in Float32")),
            (x => x.flatten(1), string.Format(null, rule, "(8, 16) in Float32")),
            (x => x.to(ScalarType.Float64), string.Format(null, rule, "(8, 1, 4, 4) in Float64")),
            (_ => null!, "The input step Own must give a tensor, but gave null."),
            (x => x.mm(x), "The input step Own asks libtorch for what it refuses (self must be a matrix); correct it."),
        ];
        foreach (var (change, sentence) in faults)
        {
            var pipeline = new InputPipeline(new Own(change));
            FluentActions.Invoking(() => pipeline.Prepare(data)).Should().Throw<FaultyPartException>().WithMessage(sentence);
            using var batches = pipeline.Batches(data, 0);
            FluentActions.Invoking(() => batches.Epoch(1, 8).First()).Should().Throw<FaultyPartException>().WithMessage(sentence);
        }
    }

    [Fact]
    public void A_crop_larger_than_the_image_is_refused() =>
        new Action(() => InputPipeline.Cifar10.ShapeOf(new ImageShape(1, 20, 28)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "A centre crop must lie inside the image, but 28×28 was asked of images of 1×20×28; resize the images, or crop less.*"
            );
}
