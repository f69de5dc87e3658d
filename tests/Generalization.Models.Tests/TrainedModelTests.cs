using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Imaging;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Models;

[NoTensorLeaks]
public sealed class TrainedModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("model").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 12, 12), 4).Create(64, 40, seed: 1);
    private static readonly InputPipeline Input = new InputPipeline(new CenterCrop(8, 8), new PerImageStandardization()).With(
        AugmentationOptions.Parse("crop,flip")
    );

    private string File => Path.Combine(folder, "net.safetensors");

    [Theory]
    [InlineData("inception")]
    [InlineData("inception-no-bn")]
    [InlineData("alexnet")]
    [InlineData("mlp-3x512")]
    public void A_kept_network_predicts_what_the_trained_one_was_evaluated_at(string name)
    {
        var model = PaperModels.Named(name);
        using var network = model.Create(Input.ShapeOf(Data), 4, seed: 0, dropout: 0.1);
        var history = new Trainer(model.Training with { Epochs = 2, BatchSize = 16 }).Fit(network, Data, Input, 0);
        TrainedModel.Save(File, model, network, Data, Input);
        using var classifier = TrainedModel.Load(File);
        var predictions = classifier.Predict(Data.Test.Pixels);
        var right = predictions.Select((p, i) => p.Class == Data.Test.Labels[i]).Count(r => r);
        (right / 40.0).Should().Be(history.Test!.Accuracy);
        predictions.Should().OnlyContain(p => p.Probability > 0.25 && p.Probability <= 1 && p.Name == Data.ClassNames[p.Class]);

        // One by one the same as together.
        var third = ((UInt8Pixels)Data.Test.Pixels).Values.Slice(3 * 432, 432);
        classifier.Predict(third).Single().Probability.Should().BeApproximately(predictions[3].Probability, 1e-5);
    }

    [Fact]
    public void Pictures_are_resized_to_what_the_network_takes()
    {
        using var network = PaperModels.Named("mlp-1x512").Create(Input.ShapeOf(Data), 4, seed: 0);
        TrainedModel.Save(File, PaperModels.Named("mlp-1x512"), network, Data, Input);
        using var classifier = TrainedModel.Load(File);
        var picture = Path.Combine(folder, "a.png");
        using (var bitmap = new SKBitmap(30, 20))
        {
            bitmap.Erase(SKColors.Orange);
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            System.IO.File.WriteAllBytes(picture, data.ToArray());
        }

        byte[] orange = [.. Enumerable.Repeat((byte)255, 144), .. Enumerable.Repeat((byte)165, 144), .. new byte[144]];
        var (fromFile, fromPixels) = (classifier.Predict([picture]).Single(), classifier.Predict(orange).Single());
        fromFile.Class.Should().Be(fromPixels.Class);
        fromFile.Probability.Should().BeApproximately(fromPixels.Probability, 1e-6);
        new Action(() => classifier.Predict(new byte[433]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be whole images of 3×12×12, 432 values each, but there were 433.*");
    }

    [Fact]
    public void A_file_without_a_description_is_refused()
    {
        using var network = PaperModels.Named("mlp-1x512").Create(Input.ShapeOf(Data), 4, seed: 0);
        NetworkFile.Save(network, File);
        new Action(() => TrainedModel.Load(File))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{File} must say in its metadata that it is a generalization-model-1, but it does not. It is damaged or not "
                    + "a safetensors file; use another copy."
            );
    }

    private void Describe(string model, string images, string input, int classes, params (string Name, Tensor Tensor)[] tensors) =>
        SafeTensors.Write(
            File,
            tensors.ToDictionary(t => t.Name, t => t.Tensor),
            new Dictionary<string, string>
            {
                ["format"] = "generalization-model-1",
                ["model"] = model,
                ["images"] = images,
                ["input"] = input,
                ["classes"] = "[" + string.Join(',', Enumerable.Repeat("\"\"", classes)) + "]",
            }
        );

    [Theory]
    [InlineData("mlp-1x512", "3x4096x4096", "", 2, "25,769,805,314")]
    [InlineData("mlp-1x512", "1x1x1", "padded-crop:4096x4096", 2, "8,589,936,130")]
    [InlineData("mlp-3x512", "1x1x1", "", 1_000_000, "513,526,336")]
    [InlineData("alexnet", "1x4096x4096", "standardize", 2, "25,769,982,594")]
    [InlineData("inception", "3x28x28", "", 1_000_000, "338,646,032")]
    public void A_description_of_a_network_larger_than_the_file_is_refused_before_memory_is_taken(
        string model,
        string images,
        string input,
        int classes,
        string parameters
    )
    {
        using var scope = NewDisposeScope();
        Describe(model, images, input, classes, ("a", zeros(3, 5)), ("b", zeros(0, 1L << 40)));
        new Action(() => TrainedModel.Load(File))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{File} must hold the {parameters} parameters of the network it describes, but it holds 15 numbers. It is "
                    + "damaged or not a safetensors file; use another copy."
            );
    }

    [Theory]
    [InlineData("3x4097x4096", "")]
    [InlineData("65536x65536x65536", "")]
    [InlineData("50331648x50331648x50331648", "")]
    [InlineData("99999999999x1x1", "")]
    [InlineData("3x-12x-12", "")]
    [InlineData("3x12x0", "")]
    [InlineData("3x12", "")]
    [InlineData("3x12x12", "padded-crop:60000x60000,center-crop:8x8")]
    [InlineData("3x12x12", "center-crop:13x13")]
    public void Sizes_that_no_image_has_are_refused(string images, string input)
    {
        using var scope = NewDisposeScope();
        Describe("inception", images, input, 10, ("a", zeros(2_000_000)));
        new Action(() => TrainedModel.Load(File))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{File} must describe its network, images, input and classes, but the description does not fit. It is "
                    + "damaged or not a safetensors file; use another copy."
            );
    }

    private sealed record Own : IInputStep
    {
        public ImageShape OutputShape(ImageShape input) => input;

        public Tensor Apply(Tensor images) => images.alias();
    }

    [Fact]
    public void A_step_of_the_callers_own_cannot_be_written_down()
    {
        using var network = PaperModels.Named("mlp-1x512").Create(Data.Shape, 4, seed: 0);
        new Action(() => TrainedModel.Save(File, PaperModels.Named("mlp-1x512"), network, Data, new InputPipeline(new Own())))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Only the library's own steps can be kept with a model, but the pipeline has Own; "
                    + "save the weights with NetworkFile instead.*"
            );
        System.IO.File.Exists(File).Should().BeFalse();
    }
}
