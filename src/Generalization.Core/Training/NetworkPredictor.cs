using Generalization.Data;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>A trained network as a predictor; owns the network.</summary>
public sealed class NetworkPredictor : IPredictor
{
    private readonly InputPipeline input;
    private readonly ImageShape images;
    private readonly Precision precision;
    private readonly Device device;
    private bool isDisposed;

    /// <summary>Puts the parts together and moves the network, which is the predictor's from now on, to the device in evaluation
    /// mode.</summary>
    /// <param name="network">Takes (n, C′, H′, W′) and gives (n, k).</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="images">The shape of the examples, before the pipeline.</param>
    /// <param name="precision">What the network computes in. Default: float32.</param>
    /// <param name="device">The device. Default: CPU.</param>
    /// <exception cref="ArgumentException">The pipeline cannot take the examples, or the network does not give (n, k) or was
    /// disposed.</exception>
    public NetworkPredictor(
        nn.Module<Tensor, Tensor> network,
        InputPipeline input,
        ImageShape images,
        Precision precision = Precision.Float32,
        Device? device = null
    )
    {
        LiveNetwork.ThrowIfDisposed(network);
        ArgumentNullException.ThrowIfNull(input);
        (Network, this.input, this.images, this.precision, this.device) = (network, input, images, precision, device ?? TorchBackend.Cpu);
        var shape = input.ShapeOf(images);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.to(this.device);
        network.eval();
        var outputs = ForwardPass.Run(network, zeros([1, shape.Channels, shape.Height, shape.Width], device: this.device), precision).shape;
        OutputCount = outputs is [1, var k] and [_, >= 1]
            ? (int)k
            : throw new ArgumentException(
                $"The network must give (n, k), but gave ({string.Join(", ", outputs)}) for one example.",
                nameof(network)
            );
    }

    /// <summary>The scale of the pixels that the network was trained on; examples of another are refused. Default: null, any
    /// scale.</summary>
    public PixelScale? Scale { get; init; }

    /// <summary>The network, in evaluation mode.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <inheritdoc/>
    public int OutputCount { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The examples have another shape or scale.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public double[,] Predict(Dataset data, CancellationToken token = default)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape != images)
            throw new ArgumentException(
                $"Examples must be of {images}, which the network was trained on, but {data.Name} has {data.Shape}.",
                nameof(data)
            );
        if (Scale is { } scale && data.Pixels.Scale != scale)
            throw new ArgumentException(
                $"Examples must be on the scale {scale}, as those that the network was trained on, but {data.Name} is on "
                    + $"{data.Pixels.Scale}; scale them as the training set was, and state that where they are made.",
                nameof(data)
            );
        var outputs = new double[data.Count, OutputCount];
        using var noGrad = no_grad();
        var atOnce = EvaluationBatch.SizeOf(input.ShapeOf(images));
        for (var first = 0; first < data.Count; first += atOnce)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(atOnce, data.Count - first);
            var inputs = input.Apply(data.Pixels.ToTensor(first, count, device), data.Pixels.Scale); // (n, C′, H′, W′)
            var values = ForwardPass.Run(Network, inputs, precision).to(ScalarType.Float64).cpu().data<double>(); // (n, k)
            for (var i = 0; i < count; i++)
            for (var c = 0; c < OutputCount; c++)
                outputs[first + i, c] = values[(long)i * OutputCount + c];
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        Network.Dispose();
    }
}
