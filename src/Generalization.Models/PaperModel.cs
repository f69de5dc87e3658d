using Generalization.Data;
using Generalization.Inputs;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>A network of the paper by name, with the training that the paper gives it.</summary>
public sealed record PaperModel
{
    private readonly Func<ImageShape, int, ulong, double, nn.Module<Tensor, Tensor>> create;
    private readonly Func<ImageShape, int, long> count;
    private readonly Func<ImageShape, long> activations;

    internal PaperModel(
        string name,
        TrainingOptions training,
        bool batchNorm,
        Func<ImageShape, int, ulong, double, nn.Module<Tensor, Tensor>> create,
        Func<ImageShape, int, long> count,
        Func<ImageShape, long> activations
    ) => (Name, Training, BatchNorm, this.create, this.count, this.activations) = (name, training, batchNorm, create, count, activations);

    /// <summary>The name used on command lines and in results, for example "mlp-1x512".</summary>
    public string Name { get; }

    /// <summary>The paper's training.</summary>
    public TrainingOptions Training { get; }

    /// <summary>Whether it has batch normalization.</summary>
    public bool BatchNorm { get; }

    /// <summary>How its inputs are made, where it takes others than the networks for CIFAR-10; null for those.</summary>
    public InputPipeline? Input { get; internal init; }

    /// <summary>Makes the network, which the caller disposes.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights and the dropout masks.</param>
    /// <param name="dropout">The dropout probability, in [0, 1). Default: 0, no dropout layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class count or the dropout is out of range.</exception>
    public nn.Module<Tensor, Tensor> Create(ImageShape input, int classCount, ulong seed, double dropout = 0) =>
        create(input, classCount, seed, dropout);

    /// <summary>The network and its training, for a <see cref="NetworkLearner"/>.</summary>
    /// <param name="dropout">The dropout probability, in [0, 1). Default: 0, no dropout layer.</param>
    public NetworkRecipe ToRecipe(double dropout = 0) =>
        new(Name, (input, outputs, seed) => create(input, outputs, seed, dropout), Training);

    /// <summary>The number of trainable parameters that the network should have, by its formula and not by counting.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k.</param>
    public long ParameterCount(ImageShape input, int classCount) => count(input, classCount);

    /// <summary>The bytes that the forward pass of one example takes beside the weights, by a formula: what its largest layer reads,
    /// writes and copies at once, in float32, in evaluation. It is an upper estimate, so that a file can be refused before anything is
    /// allocated.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <returns>Bytes. n examples at once take n times as much.</returns>
    public long ActivationBytes(ImageShape input) => activations(input) * sizeof(float);
}
