using Generalization.Augmentation;
using Generalization.Data;
using Generalization.Models;
using Generalization.Preprocessing;
using Generalization.Serialization;
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

    private static readonly TrainTestSplit Data = new SyntheticImages(new ImageShape(3, 12, 12), 4).Create(64, 40, seed: 1);
    private static readonly InputPipeline Input = new InputPipeline(new CenterCrop(8, 8), new PerImageStandardization()).With(AugmentationOptions.Parse("crop,flip"));

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
        var third = new UInt8Pixels(((UInt8Pixels)Data.Test.Pixels).Values.Slice(3 * 432, 432).ToArray());
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
        var (fromFile, fromPixels) = (classifier.Predict([picture]).Single(), classifier.Predict(new UInt8Pixels(orange)).Single());
        fromFile.Class.Should().Be(fromPixels.Class);
        fromFile.Probability.Should().BeApproximately(fromPixels.Probability, 1e-6);
        new Action(() => classifier.Predict(new UInt8Pixels(new byte[433]))).Should().Throw<ArgumentException>()
            .WithMessage("Pixels must be whole images of 3×12×12, 432 values each, but there were 433.*");
    }

    [Fact]
    public void A_file_without_a_description_is_refused()
    {
        using var network = PaperModels.Named("mlp-1x512").Create(Input.ShapeOf(Data), 4, seed: 0);
        NetworkFile.Save(network, File);
        new Action(() => TrainedModel.Load(File)).Should().Throw<SafeTensorsFormatException>()
            .WithMessage($"{File} must say in its metadata that it is a generalization-model-1, but it does not. It is damaged or not a safetensors file; use another copy.");
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
        new Action(() => TrainedModel.Save(File, PaperModels.Named("mlp-1x512"), network, Data, new InputPipeline(new Own()))).Should().Throw<ArgumentException>()
            .WithMessage("Only the library's own steps can be kept with a model, but the pipeline has Own; save the weights with NetworkFile instead.*");
        System.IO.File.Exists(File).Should().BeFalse();
    }
}
