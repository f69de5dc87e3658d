using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Learning;

/// <summary>A trained network with the input that it takes and the names of what it gives; owns the network.</summary>
public sealed class Classifier : IDisposable
{
    private readonly Device device;
    private readonly int imagesAtOnce;
    private bool isDisposed;

    /// <summary>Puts the parts together and moves the network, which is the classifier's from now on, to the device in evaluation
    /// mode.</summary>
    /// <param name="network">Takes (n, C′, H′, W′) and gives (n, k).</param>
    /// <param name="images">The shape of the images, before the pipeline.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <param name="imagesAtOnce">How many images go through the network at once, at most; at least 1. Fewer take less memory. Default:
    /// 1,000.</param>
    /// <param name="scale">The scale of the pixels that the network was trained on; pixels of another are refused. Default: null, any
    /// scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">No image would go through at once.</exception>
    /// <exception cref="ArgumentException">The pipeline cannot take the images, or the network does not give one output for each name or
    /// was disposed.</exception>
    public Classifier(
        nn.Module<Tensor, Tensor> network,
        ImageShape images,
        InputPipeline input,
        IEnumerable<string> classNames,
        Device? device = null,
        int imagesAtOnce = 1000,
        PixelScale? scale = null
    )
    {
        LiveNetwork.ThrowIfDisposed(network);
        ArgumentNullException.ThrowIfNull(input);
        if (imagesAtOnce < 1)
            throw new ArgumentOutOfRangeException(nameof(imagesAtOnce), $"imagesAtOnce must be at least 1, but was {imagesAtOnce}.");
        input.ShapeOf(images);
        (Network, Images, Input, ClassNames) = (network, images, input, [.. classNames]);
        (this.device, this.imagesAtOnce, Scale) = (device ?? TorchBackend.Cpu, imagesAtOnce, scale);
        network.to(this.device);
        network.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var outputs = network
            .call(Input.Apply(zeros([1, images.Channels, images.Height, images.Width], ScalarType.Byte, this.device), PixelScale.Bytes))
            .shape;
        if (outputs is not [1, var k] || k != ClassNames.Length)
            throw new ArgumentException(
                $"The network must give (n, {ClassNames.Length}), one output for each class name, but gave "
                    + $"({string.Join(", ", outputs)}) for one image.",
                nameof(network)
            );
    }

    /// <summary>The network.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>The shape of the images.</summary>
    public ImageShape Images { get; }

    /// <summary>The scale of the pixels that it takes; null for any.</summary>
    public PixelScale? Scale { get; }

    /// <summary>Which part of a picture the network saw in evaluation and how it was resized, in the words of
    /// <see cref="IPixelSource.View"/>, for who reads picture files. Default: null, nothing is known of it.</summary>
    public string? View { get; init; }

    /// <summary>How inputs are made.</summary>
    public InputPipeline Input { get; }

    /// <summary>The classes' names.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>Predicts images' classes.</summary>
    /// <param name="pixels">N images of <see cref="Images"/>.</param>
    /// <exception cref="ArgumentException">The images have another shape or scale.</exception>
    /// <exception cref="InvalidOperationException">An output is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public IReadOnlyList<Prediction> Predict(IPixelSource pixels)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Shape != Images)
            throw new ArgumentException($"Pixels must be images of {Images}, but were of {pixels.Shape}.", nameof(pixels));
        if (Scale is { } scale && pixels.Scale != scale)
            throw new ArgumentException(
                $"Pixels must be on the scale {Scale}, as those that the network was trained on, but were on {pixels.Scale}; scale them as "
                    + "the training pixels were.",
                nameof(pixels)
            );
        var predictions = new List<Prediction>();
        using var noGrad = no_grad();
        for (var first = 0; first < pixels.Count; first += imagesAtOnce)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(imagesAtOnce, pixels.Count - first);
            var inputs = Input.Apply(pixels.ToTensor(first, count, device), pixels.Scale); // (n, C′, H′, W′)
            var outputs = Network.call(inputs).to(ScalarType.Float64); // (n, k)
            var (best, which) = nn.functional.softmax(outputs, 1).max(1);
            var (probabilities, classes) = (best.cpu().data<double>().ToArray(), which.cpu().data<long>().ToArray());
            if (Array.FindIndex(probabilities, double.IsNaN) is >= 0 and var bad)
            {
                var row = outputs[bad].cpu().data<double>().ToArray();
                // −∞ alone is a class that is left out.
                var column =
                    Array.FindIndex(row, double.IsNaN) is >= 0 and var none ? none
                    : Array.FindIndex(row, double.IsPositiveInfinity) is >= 0 and var most ? most
                    : 0;
                throw Classification.NotFinite(row[column], column, first + bad);
            }

            predictions.AddRange(classes.Zip(probabilities, (c, p) => new Prediction((int)c, ClassNames[(int)c], p)));
        }

        return predictions;
    }

    /// <summary>Predicts images' classes.</summary>
    /// <param name="pixels">N images of <see cref="Images"/>, 0–255, each (C, H, W).</param>
    /// <exception cref="ArgumentException">The pixels are not whole images, or the network was trained on raw values.</exception>
    /// <exception cref="InvalidOperationException">An output is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public IReadOnlyList<Prediction> Predict(ReadOnlySpan<byte> pixels) => Predict(PixelArray.Owning(Images, pixels.ToArray()));

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        Network.Dispose();
    }
}
