using System.Globalization;
using System.Text.Json;
using Generalization.Data;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>Keeps one of the paper's networks after training, with all that is needed to use it: one safetensors file.</summary>
/// <remarks>The file's metadata name the network, the shape and the scale of the images, the input pipeline as evaluation sees
/// it, the classes, and how pictures were seen where the data are pictures of any size.</remarks>
public static class TrainedModel
{
    private const string Format = "generalization-model-1",
        Raw = "raw";

    // Three channels of the most pixels that a picture may have: what a file claims beyond it is no image.
    private const int MostValues = 3 << 24;

    private const int ImagesAtOnce = 1000,
        PaddingMargin = 9,
        MostSteps = 64; // what anyone needs, and few enough to end soon

    /// <summary>What one example's forward pass may take, in bytes, where a caller does not say: 1 GiB. The paper's networks take one or
    /// two megabytes at the paper's sizes.</summary>
    public const long DefaultMostActivationBytes = 1L << 30;

    /// <summary>Writes the network, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">Which network it is.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">What it was trained on, for the shape and the classes.</param>
    /// <param name="input">How its inputs are made.</param>
    /// <exception cref="ArgumentException">The pipeline has a step of the caller's own, which cannot be written down, or more than 64
    /// steps; or the data have no classes; or the network's tensors are not those of the model, or it was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, PaperModel model, nn.Module<Tensor, Tensor> network, TrainTestData data, InputPipeline input)
    {
        ArgumentNullException.ThrowIfNull(model);
        LiveNetwork.ThrowIfDisposed(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(input);
        if (data.Train.ClassCount == 0)
            throw new ArgumentException(
                $"A trained model must have been trained on classes, but {data.Train.Name} has real targets; use NetworkFile.Save.",
                nameof(data)
            );
        CheckTensors(model, network, data, input);
        string[] words = [.. input.Steps.Select(Word).OfType<string>()];
        if (words.Length > MostSteps)
            throw new ArgumentException($"A model is kept with at most {MostSteps} input steps, but has {words.Length}.", nameof(input));
        var description = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["model"] = model.Name,
            ["images"] = $"{data.Shape.Channels}x{data.Shape.Height}x{data.Shape.Width}",
            ["scale"] = data.Train.Pixels.Scale == PixelScale.Raw ? Raw : "bytes",
            ["input"] = string.Join(',', words),
            ["classes"] = JsonSerializer.Serialize(data.ClassNames.ToArray(), ModelJson.Default.StringArray),
        };
        if (data.Test.Pixels.View is { } view)
            description.Add("view", view);
        NetworkFile.Save(network, path, description);
    }

    // What is written would be refused by every reader.
    private static void CheckTensors(PaperModel model, nn.Module<Tensor, Tensor> network, TrainTestData data, InputPipeline input)
    {
        var shape = input.Steps.Aggregate(data.Shape, (before, step) => step.OutputShape(before));
        using var scope = NewDisposeScope();
        using var expected = model.Create(shape, data.Train.ClassCount, seed: 0);
        if (Tensors(network).Except(Tensors(expected)).FirstOrDefault() is { } other)
            throw new ArgumentException(
                $"The network must be a {model.Name} for inputs of {shape} and {data.Train.ClassCount} classes, but it has {other}; "
                    + "name the model that it is, or use NetworkFile.Save.",
                nameof(network)
            );
        if (Tensors(expected).Except(Tensors(network)).FirstOrDefault() is { } missing)
            throw new ArgumentException(
                $"The network must be a {model.Name} for inputs of {shape} and {data.Train.ClassCount} classes, but it lacks {missing}; "
                    + "name the model that it is, or use NetworkFile.Save.",
                nameof(network)
            );
    }

    private static IEnumerable<string> Tensors(nn.Module network) =>
        network.state_dict().Select(t => $"{t.Key} of {string.Join('×', t.Value.shape)}");

    /// <summary>Reads a network and puts it to use.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <param name="mostActivationBytes">What one example's way from its pixels to the outputs may take beside the weights, in bytes,
    /// positive. It is foretold from the file's description (<see cref="PaperModel.ActivationBytes"/>). Images go through the network
    /// together only as far as they stay below it. Default: <see cref="DefaultMostActivationBytes"/>, 1 GiB.</param>
    /// <returns>A classifier, which the caller disposes.</returns>
    /// <exception cref="SafeTensorsFormatException">The file is damaged, or was not written by <see cref="Save"/>, or describes a network
    /// that is larger than its own content, or one whose forward pass takes more than it may.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public static Classifier Load(string path, Device? device = null, long mostActivationBytes = DefaultMostActivationBytes)
    {
        if (mostActivationBytes < 1)
            throw new ArgumentOutOfRangeException(
                nameof(mostActivationBytes),
                FormattableString.Invariant($"mostActivationBytes must be positive, but was {mostActivationBytes}.")
            );
        using var content = SafeTensors.Read(path);
        if (content.Metadata.GetValueOrDefault("format") != Format)
            throw new SafeTensorsFormatException(path, $"say in its metadata that it is a {Format}", "it does not");
        try
        {
            var sizes = content.Metadata["images"].Split('x').Select(Size).ToArray();
            var images = Bounded(new ImageShape(sizes[0], sizes[1], sizes[2]));
            var steps = content.Metadata["input"].Split(',', MostSteps + 1, StringSplitOptions.RemoveEmptyEntries);
            if (steps.Length > MostSteps)
                throw new FormatException($"An input must have at most {MostSteps} steps, but has more.");
            var input = new InputPipeline(steps.Select(Step));
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
            var needed = InputBytes(images, input) + model.ActivationBytes(shape);
            if (needed > mostActivationBytes)
                throw new SafeTensorsFormatException(
                    path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path} describes {model.Name} on inputs of {shape}, whose forward pass takes about {needed:N0} bytes for one "
                            + $"image, but {mostActivationBytes:N0} are allowed; raise mostActivationBytes if the file is trusted, or "
                            + $"use another one."
                    )
                );
            var network = model.Create(shape, classes.Length, seed: 0);
            try
            {
                NetworkFile.LoadInto(network, path, content);
                var atOnce = (int)Math.Clamp(mostActivationBytes / needed, 1, ImagesAtOnce);
                return new Classifier(network, images, input, classes, device, atOnce, ScaleOf(content.Metadata))
                {
                    View = content.Metadata.GetValueOrDefault("view"),
                };
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
            SignedRange => "signed-range",
            RandomFlip or RandomRotation or ColorJitter or ColorDistortion => null,
            _ => throw new ArgumentException(
                $"Only the library's own steps can be kept with a model, but the pipeline has {step.GetType().Name}; save "
                    + "the weights with NetworkFile instead.",
                nameof(step)
            ),
        };

    // Files of earlier versions do not say it.
    private static PixelScale? ScaleOf(IReadOnlyDictionary<string, string> words) =>
        words.GetValueOrDefault("scale") switch
        {
            null => null,
            "bytes" => PixelScale.Bytes,
            Raw => PixelScale.Raw,
            var other => throw new FormatException($"A scale must be bytes or {Raw}, but was {other}."),
        };

    private static int Size(string text) =>
        int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is >= 1 and <= MostValues and var size
            ? size
            : throw new FormatException($"A size must lie in [1, {MostValues}], but was {text}.");

    private static ImageShape Bounded(ImageShape shape) =>
        checked((long)shape.Channels * shape.Height * shape.Width) <= MostValues
            ? shape
            : throw new FormatException($"Images must have at most {MostValues} values, but were {shape}.");

    // Bytes that become float32 and are divided; then what each step holds beside what it was given. A standardization has the image in
    // float64 four times.
    private static long InputBytes(ImageShape images, InputPipeline input)
    {
        var most = 9L * images.Size;
        foreach (var step in input.Steps)
        {
            var after = step.OutputShape(images);
            // A crop pads each side to what it asks for and a margin, before it cuts any.
            var (rows, columns) = step is RandomCrop crop
                ? (Math.Max(images.Height, crop.Height) + PaddingMargin, Math.Max(images.Width, crop.Width) + PaddingMargin)
                : (images.Height, images.Width);
            var bytes = step is PerImageStandardization ? 4 * sizeof(double) + 2 * sizeof(float) : 3 * sizeof(float);
            most = Math.Max(most, Saturated((Int128)images.Channels * rows * columns * bytes));
            images = after;
        }

        return most;
    }

    private static long Saturated(Int128 bytes) => bytes > long.MaxValue / 2 ? long.MaxValue / 2 : (long)bytes;

    private static IInputStep Step(string word) =>
        word.Split(':', 'x') switch
        {
            ["center-crop", var height, var width] => new CenterCrop(Size(height), Size(width)),
            ["padded-crop", var height, var width] => new RandomCrop(Size(height), Size(width)),
            ["standardize"] => new PerImageStandardization(),
            ["signed-range"] => new SignedRange(),
            _ => throw new FormatException($"An input step must be center-crop, padded-crop, standardize or signed-range, but was {word}."),
        };
}
