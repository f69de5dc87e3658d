using System.Globalization;
using System.Text.Json;
using Generalization.Data;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Learning;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>Keeps one of the paper's networks after training, with all that is needed to use it: one safetensors file.</summary>
/// <remarks>The file's metadata name the network, the shape of the images, the input pipeline as evaluation sees it, and the
/// classes.</remarks>
public static class TrainedModel
{
    private const string Format = "generalization-model-1";

    // Three channels of the most pixels that a picture may have: what a file claims beyond it is no image.
    private const int MostValues = 3 << 24;

    /// <summary>Writes the network, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">Which network it is.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">What it was trained on, for the shape and the classes.</param>
    /// <param name="input">How its inputs are made.</param>
    /// <exception cref="ArgumentException">The pipeline has a step of the caller's own, which cannot be written down.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, PaperModel model, nn.Module<Tensor, Tensor> network, TrainTestData data, InputPipeline input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(input);
        NetworkFile.Save(
            network,
            path,
            new Dictionary<string, string>
            {
                ["format"] = Format,
                ["model"] = model.Name,
                ["images"] = $"{data.Shape.Channels}x{data.Shape.Height}x{data.Shape.Width}",
                ["input"] = string.Join(',', input.Steps.Select(Word).OfType<string>()),
                ["classes"] = JsonSerializer.Serialize(data.ClassNames.ToArray(), ModelJson.Default.StringArray),
            }
        );
    }

    /// <summary>Reads a network and puts it to use.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <returns>A classifier, which the caller disposes.</returns>
    /// <exception cref="SafeTensorsFormatException">The file is damaged, or was not written by <see cref="Save"/>, or describes a network
    /// that is larger than its own content.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Classifier Load(string path, Device? device = null)
    {
        using var content = SafeTensors.Read(path);
        if (content.Metadata.GetValueOrDefault("format") != Format)
            throw new SafeTensorsFormatException(path, $"say in its metadata that it is a {Format}", "it does not");
        try
        {
            var sizes = content.Metadata["images"].Split('x').Select(Size).ToArray();
            var images = Bounded(new ImageShape(sizes[0], sizes[1], sizes[2]));
            var input = new InputPipeline(content.Metadata["input"].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Step));
            var shape = input.Steps.Aggregate(images, (before, step) => Bounded(step.OutputShape(before)));
            var classes =
                JsonSerializer.Deserialize(content.Metadata["classes"], ModelJson.Default.StringArray)
                ?? throw new FormatException("There are no classes.");
            var model = PaperModels.Named(content.Metadata["model"]);
            // Before the network is made: a few words must not take more memory than the tensors they are about.
            var (described, held) = (model.ParameterCount(shape, classes.Length), content.Tensors.Values.Sum(t => t.numel()));
            if (described > held)
                throw new SafeTensorsFormatException(
                    path,
                    FormattableString.Invariant($"hold the {described:N0} parameters of the network it describes"),
                    FormattableString.Invariant($"it holds {held:N0} numbers")
                );
            var network = model.Create(shape, classes.Length, seed: 0);
            try
            {
                NetworkFile.LoadInto(network, path, content);
                return new Classifier(network, images, input, classes, device);
            }
            catch
            {
                network.Dispose();
                throw;
            }
        }
        catch (Exception e)
            when (e
                    is KeyNotFoundException
                        or FormatException
                        or JsonException
                        or IndexOutOfRangeException
                        or OverflowException
                        or ArgumentException
            )
        {
            throw new SafeTensorsFormatException(
                path,
                "describe its network, images, input and classes",
                "the description does not fit",
                e
            );
        }
    }

    // What is random in training is nothing in evaluation, but for the crop, which pads small images.
    private static string? Word(IInputStep step) =>
        step switch
        {
            CenterCrop crop => $"center-crop:{crop.Height}x{crop.Width}",
            RandomCrop crop => $"padded-crop:{crop.Height}x{crop.Width}",
            PerImageStandardization => "standardize",
            RandomFlip or RandomRotation or ColorJitter => null,
            _ => throw new ArgumentException(
                $"Only the library's own steps can be kept with a model, but the pipeline has {step.GetType().Name}; save "
                    + "the weights with NetworkFile instead.",
                nameof(step)
            ),
        };

    private static int Size(string text) =>
        int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is >= 1 and <= MostValues and var size
            ? size
            : throw new FormatException($"A size must lie in [1, {MostValues}], but was {text}.");

    private static ImageShape Bounded(ImageShape shape) =>
        checked((long)shape.Channels * shape.Height * shape.Width) <= MostValues
            ? shape
            : throw new FormatException($"Images must have at most {MostValues} values, but were {shape}.");

    private static IInputStep Step(string word) =>
        word.Split(':', 'x') switch
        {
            ["center-crop", var height, var width] => new CenterCrop(Size(height), Size(width)),
            ["padded-crop", var height, var width] => new RandomCrop(Size(height), Size(width)),
            ["standardize"] => new PerImageStandardization(),
            _ => throw new FormatException($"An input step must be center-crop, padded-crop or standardize, but was {word}."),
        };
}
