using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Imaging;
using Generalization.Imaging.Decoding;
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
    public void Pixels_of_another_scale_are_refused()
    {
        var raw = new TrainTestData(Raw(Data.Train), Raw(Data.Test));
        var model = PaperModels.Named("mlp-1x512");
        using var network = model.Create(Input.ShapeOf(raw), 4, seed: 0);
        TrainedModel.Save(File, model, network, raw, Input);
        using var classifier = TrainedModel.Load(File);

        classifier.Predict(raw.Test.Pixels).Should().HaveCount(40);
        classifier
            .Invoking(c => c.Predict(Data.Test.Pixels))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Pixels must be on the scale Raw, as those that the network was trained on, but were on Bytes; scale them as the training "
                    + "pixels were.*"
            );
    }

    [Fact]
    public void A_network_that_was_disposed_replaces_no_file()
    {
        var model = PaperModels.Named("mlp-1x512");
        var network = model.Create(Input.ShapeOf(Data), 4, seed: 0);
        TrainedModel.Save(File, model, network, Data, Input);
        var before = System.IO.File.ReadAllBytes(File);
        network.Dispose();
        FluentActions
            .Invoking(() => TrainedModel.Save(File, model, network, Data, Input))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network must be alive, but was disposed; *");
        System.IO.File.ReadAllBytes(File).Should().Equal(before);
    }

    private static Dataset Raw(Dataset data)
    {
        var bytes = ((UInt8Pixels)data.Pixels).Values;
        float[] values = [.. bytes.ToArray().Select(b => b / 255f - 0.5f)];
        return Dataset.FromPixels("raw", data.Split, data.Shape, values, data.Labels, data.ClassNames, PixelScale.Raw);
    }

    [Fact]
    public void What_no_reader_would_take_is_not_written()
    {
        var model = PaperModels.Named("mlp-1x512");
        using var network = model.Create(Input.ShapeOf(Data), 4, seed: 0);
        using var other = PaperModels.Named("mlp-3x512").Create(Input.ShapeOf(Data), 4, seed: 0);
        var real = new TrainTestData(
            Data.Train.WithTargets(new double[64, 1], "nothing"),
            Data.Test.WithTargets(new double[40, 1], "nothing")
        );

        new Action(() => TrainedModel.Save(File, model, network, real, Input))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A trained model must have been trained on classes, but * has real targets; use NetworkFile.Save.*");
        new Action(() => TrainedModel.Save(File, model, other, Data, Input))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The network must be a mlp-1x512 for inputs of 3×8×8 and 4 classes, but it has *; name the model that it is, or use "
                    + "NetworkFile.Save.*"
            );
        System.IO.File.Exists(File).Should().BeFalse();
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
    public void Pictures_are_seen_as_evaluation_saw_them()
    {
        foreach (var name in (string[])["black", "white"])
        {
            Directory.CreateDirectory(Path.Combine(folder, "pictures", name));
            for (var i = 0; i < 4; i++)
            {
                using var bitmap = new SKBitmap(40 + i, 30);
                // Bright in the middle alone, where the view looks.
                bitmap.Erase(SKColors.DarkGreen);
                using (var canvas = new SKCanvas(bitmap))
                    canvas.DrawRect(15 + i, 10, 9, 9, new SKPaint { Color = name == "white" ? SKColors.White : SKColors.Black });
                using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                System.IO.File.WriteAllBytes(Path.Combine(folder, "pictures", name, $"{i}.png"), encoded.ToArray());
            }
        }

        var options = new ImageFolderOptions
        {
            View = new PictureView(12, 12) { CentralShare = 0.5 },
            TestShare = 0.5,
        };
        var data = ImageFolder.Load(Path.Combine(folder, "pictures"), options);
        var model = PaperModels.Named("mlp-1x512");
        using var network = model.Create(Input.ShapeOf(data), 2, seed: 0);
        TrainedModel.Save(File, model, network, data, Input);
        using var classifier = TrainedModel.Load(File);
        classifier.View.Should().Be("central 0.5 Float32");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(folder, "pictures"), "*.png", SearchOption.AllDirectories).Order()];
        var expected = new[] { data.Train, data.Test }.SelectMany(set => classifier.Predict(set.Pixels)).Select(p => p.Probability);
        classifier.Predict(files).Select(p => p.Probability).Should().BeEquivalentTo(expected, "the same pixels go in");
        new Action(() => classifier.Predict([Path.Combine(folder, "missing.png")])).Should().Throw<DatasetNotFoundException>();
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

    [Fact]
    public void More_input_steps_than_anyone_needs_are_neither_read_nor_written()
    {
        using var scope = NewDisposeScope();
        var input = new InputPipeline(Enumerable.Repeat(new PerImageStandardization(), 65));
        Describe("mlp-1x512", "3x12x12", string.Join(',', Enumerable.Repeat("standardize", 1_000_000)), 10, ("a", zeros(2_000_000)));
        new Action(() => TrainedModel.Load(File))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage("*the description does not fit*");
        var model = PaperModels.Named("mlp-1x512");
        var data = new SyntheticImages(new ImageShape(3, 12, 12), 10).Create(10, 10, seed: 1);
        using var network = model.Create(data.Shape, 10, seed: 0);
        new Action(() => TrainedModel.Save(File, model, network, data, input))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A model is kept with at most 64 input steps, but has 65.*");
    }

    private void Keep(string name, string images, string input)
    {
        using var scope = NewDisposeScope();
        using var network = PaperModels.Named(name).Create(new ImageShape(3, 28, 28), 10, seed: 0);
        Describe(name, images, input, 10, [.. network.state_dict().Select(t => (t.Key, t.Value))]);
    }

    [Theory]
    [InlineData("inception", "3x32x32", "padded-crop:4096x4096", "3×4096×4096", "31,074,061,156")]
    [InlineData("inception-no-bn", "3x32x32", "center-crop:28x28,padded-crop:1024x1024,standardize", "3×1024×1024", "2,030,043,136")]
    [InlineData("inception", "3x2000x2000", "", "3×2000×2000", "7,372,000,000")]
    [InlineData("inception", "3x1x16000000", "padded-crop:16000000x1", "3×16000000×1", "9,216,039,424,002,916")]
    public void A_description_whose_forward_pass_takes_too_much_is_refused_before_memory_is_taken(
        string model,
        string images,
        string input,
        string shape,
        string bytes
    )
    {
        Keep(model, images, input);
        new Action(() => TrainedModel.Load(File))
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{File} describes {model} on inputs of {shape}, whose forward pass takes about {bytes} bytes for one image, but "
                    + "1,073,741,824 are allowed; raise mostActivationBytes if the file is trusted, or use another one."
            );
    }

    [Fact]
    public void A_caller_may_raise_and_lower_what_a_forward_pass_takes()
    {
        Keep("inception", "3x32x32", "padded-crop:64x64,standardize");
        new Action(() => TrainedModel.Load(File, mostActivationBytes: 1 << 20)).Should().Throw<SafeTensorsFormatException>();
        // Enough for two at once: what is predicted is the same.
        var pixels = ((UInt8Pixels)new SyntheticImages(new ImageShape(3, 32, 32), 4).Create(8, 8, seed: 1).Test.Pixels).Values;
        using var narrow = TrainedModel.Load(File, mostActivationBytes: 20 << 20);
        using var wide = TrainedModel.Load(File);
        narrow.Predict(pixels).Select(p => p.Class).Should().Equal(wide.Predict(pixels).Select(p => p.Class));
        new Action(() => TrainedModel.Load(File, mostActivationBytes: 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("mostActivationBytes must be positive, but was 0.*");
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
