using Generalization.Data;
using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using LocalResponseNorm = Generalization.Models.Layers.LocalResponseNorm;

namespace Generalization.Models;

/// <summary>The paper's small AlexNet: two convolutions, each with a ReLU, a max pool and a local response normalization, then three linear
/// layers.</summary>
/// <remarks>
/// <para>(conv 5×5 to 64 → ReLU → max pool 3×3, stride 2 → local response normalization) twice, with TensorFlow's SAME padding; then linear
/// 384 → ReLU → linear 192 → ReLU → linear k. For 3×28×28 and ten classes the first linear layer sees 7·7·64 = 3,136 values, and there are
/// 1,387,786 parameters.</para>
/// <para>The local response normalization divides by (1 + 0.001/9 · Σ x²)^0.75, the sum over the channels within 4: the constants of
/// TensorFlow's CIFAR tutorial, whose network this is; the paper states none.</para>
/// <para>Input (n, C, H, W), float32; output (n, k). Initial weights: N(0, 2 / fan-in), the last layer N(0, 1 / fan-in), biases 0. Dropout,
/// where asked for, is on the outputs of the two hidden linear layers. Source: appendix A.</para>
/// </remarks>
public sealed class SmallAlexNet : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly Conv2d convolution1,
        convolution2;
    private readonly LocalResponseNorm normalization1 = new(64),
        normalization2 = new(64);
    private readonly Linear linear1,
        linear2,
        linear3;
    private readonly SeededDropout? dropout1,
        dropout2;

    private SmallAlexNet(ImageShape input, int classCount, ulong seed, double dropout)
        : base(nameof(SmallAlexNet))
    {
        var layers = new SeededLayers(seed);
        int Quarter(int size) => SamePadding.OutputSize(SamePadding.OutputSize(size, 2), 2);
        convolution1 = layers.Convolution(input.Channels, 64, 5, 1, bias: true, SeededLayers.ReluGain, padding: 2);
        convolution2 = layers.Convolution(64, 64, 5, 1, bias: true, SeededLayers.ReluGain, padding: 2);
        linear1 = layers.Linear(64 * Quarter(input.Height) * Quarter(input.Width), 384, SeededLayers.ReluGain);
        linear2 = layers.Linear(384, 192, SeededLayers.ReluGain);
        linear3 = layers.Linear(192, classCount, SeededLayers.LinearGain);
        (dropout1, dropout2) = (layers.Dropout(dropout), layers.Dropout(dropout));
        RegisterComponents();
    }

    /// <summary>The paper's training: SGD, momentum 0.9, learning rate 0.01, times 0.95 every 391 steps; channels last, which is
    /// faster.</summary>
    public static TrainingOptions PaperTraining { get; } = new(new ExponentialDecay(0.01)) { Layout = MemoryLayout.ChannelsLast };

    /// <summary>A small AlexNet.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights and the dropout masks.</param>
    /// <param name="dropout">The probability that a hidden linear layer's output is dropped in training, in [0, 1). Default: 0, no dropout
    /// layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class count or the dropout is out of range.</exception>
    public static SmallAlexNet Create(ImageShape input, int classCount, ulong seed, double dropout = 0)
    {
        SeededLayers.Check(classCount, dropout);
        return new SmallAlexNet(input, classCount, seed, dropout);
    }

    /// <summary>"small-alexnet". Its modules describe the rest.</summary>
    public string Describe() => "small-alexnet";

    /// <inheritdoc/>
    public IEnumerable<NetworkPart> Parts() =>
        [
            AffinePart.Of(nameof(convolution1), convolution1),
            FixedPart.Relu,
            new FixedPart("pool1", SamePadding.MaxPool),
            new FixedPart(nameof(normalization1), normalization1.call),
            AffinePart.Of(nameof(convolution2), convolution2),
            FixedPart.Relu,
            new FixedPart("pool2", SamePadding.MaxPool),
            new FixedPart(nameof(normalization2), normalization2.call),
            FixedPart.Flatten,
            AffinePart.Of(nameof(linear1), linear1),
            FixedPart.Relu,
            AffinePart.Of(nameof(linear2), linear2),
            FixedPart.Relu,
            AffinePart.Of(nameof(linear3), linear3),
        ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = normalization1.call(SamePadding.MaxPool(convolution1.call(input).relu_())); // (n, 64, ⌈H/2⌉, ⌈W/2⌉)
        x = normalization2.call(SamePadding.MaxPool(convolution2.call(x).relu_())); // (n, 64, ⌈H/4⌉, ⌈W/4⌉)
        x = linear1.call(x.flatten(1)).relu_(); // (n, 384)
        if (dropout1 is not null)
            x = dropout1.call(x);
        x = linear2.call(x).relu_(); // (n, 192)
        if (dropout2 is not null)
            x = dropout2.call(x);
        return linear3.call(x).MoveToOuterDisposeScope(); // (n, k)
    }
}
