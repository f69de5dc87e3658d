using Generalization.Data;
using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>The paper's small Inception: convolutions side by side, concatenated, with or without batch normalization.</summary>
/// <remarks>
/// <para>Conv 96; Inception (32, 32), (32, 48), Downsample 80; Inception (112, 48), (96, 64), (80, 80), (48, 96), Downsample 96; Inception
/// (176, 160) twice; mean over the positions; linear. Inception (a, b) is a 1×1 convolution to a channels beside a 3×3 one to b; Downsample
/// c is a 3×3 convolution of stride 2 to c channels beside a 3×3 max pool of stride 2. Each convolution is followed by a ReLU, with
/// TensorFlow's SAME padding.</para>
/// <para>With batch normalization, the convolutions have no bias and each is followed by a normalization with a learned shift and no scale;
/// without it they have a bias and no module normalizes. Either way 1,649,402 parameters for three channels and ten classes.</para>
/// <para>Input (n, C, H, W), float32; output (n, k). Initial weights: N(0, 2 / fan-in), the last layer N(0, 1 / fan-in), biases and shifts
/// 0; without batch normalization each filter's mean is subtracted, with which it leaves chance at the paper's learning rate where filters
/// with a mean hardly start. Dropout, where asked for, is on the 336 means before the linear layer. Source: figure 3 and appendix A.</para>
/// </remarks>
public sealed class SmallInception : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly Sequential features;
    private readonly SeededDropout? dropout;
    private readonly Linear classifier;

    private SmallInception(ImageShape input, int classCount, ulong seed, bool batchNorm, double dropout)
        : base(nameof(SmallInception))
    {
        var layers = new SeededLayers(seed);
        ConvolutionUnit Unit(int inputs, int outputs, int kernel, int stride = 1) =>
            new(layers, inputs, outputs, kernel, stride, batchNorm);
        ParallelUnits Inception(int inputs, int one, int three) => new(Unit(inputs, one, 1), Unit(inputs, three, 3));
        ParallelUnits Downsample(int inputs, int outputs) => new(Unit(inputs, outputs, 3, stride: 2), null);
        features = nn.Sequential(
            Unit(input.Channels, 96, 3),
            Inception(96, 32, 32),
            Inception(64, 32, 48),
            Downsample(80, 80),
            Inception(160, 112, 48),
            Inception(160, 96, 64),
            Inception(160, 80, 80),
            Inception(160, 48, 96),
            Downsample(144, 96),
            Inception(240, 176, 160),
            Inception(336, 176, 160)
        );
        classifier = layers.Linear(336, classCount, SeededLayers.LinearGain);
        this.dropout = layers.Dropout(dropout);
        RegisterComponents();
    }

    /// <summary>The paper's training: SGD, momentum 0.9, learning rate 0.1, times 0.95 every 391 steps; channels last, which is
    /// faster.</summary>
    public static TrainingOptions PaperTraining { get; } = new(new ExponentialDecay(0.1)) { Layout = MemoryLayout.ChannelsLast };

    /// <summary>A small Inception.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights and the dropout masks.</param>
    /// <param name="batchNorm">Whether convolutions are followed by batch normalization. Default: true.</param>
    /// <param name="dropout">The probability that a mean is dropped in training, in [0, 1). Default: 0, no dropout layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class count or the dropout is out of range.</exception>
    public static SmallInception Create(ImageShape input, int classCount, ulong seed, bool batchNorm = true, double dropout = 0)
    {
        SeededLayers.Check(classCount, dropout);
        return new SmallInception(input, classCount, seed, batchNorm, dropout);
    }

    /// <summary>"small-inception". Its modules describe the rest.</summary>
    public string Describe() => "small-inception";

    /// <inheritdoc/>
    public IEnumerable<NetworkPart> Parts() =>
        [
            .. NetworkStructure.Read(features, nameof(features)),
            new FixedPart("mean", x => x.mean([2, 3])),
            AffinePart.Of(nameof(classifier), classifier),
        ];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = features.call(input).mean([2, 3]); // (n, 336)
        if (dropout is not null)
            x = dropout.call(x);
        return classifier.call(x).MoveToOuterDisposeScope(); // (n, k)
    }
}
