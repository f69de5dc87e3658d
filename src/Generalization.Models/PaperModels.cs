using Generalization.Data;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>A network of the paper by name, with the training that the paper gives it.</summary>
/// <param name="Name">The name used on command lines and in results, for example "mlp-1x512".</param>
/// <param name="Training">The paper's training.</param>
/// <param name="Factory">Makes it for an input shape, a number of classes, a seed and a dropout probability.</param>
public sealed record PaperModel(string Name, TrainingOptions Training, Func<ImageShape, int, ulong, double, nn.Module<Tensor, Tensor>> Factory)
{
    /// <summary>Makes the network, which the caller disposes.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <param name="dropout">The dropout probability, in [0, 1). Default: 0, no dropout layer.</param>
    public nn.Module<Tensor, Tensor> Create(ImageShape input, int classCount, ulong seed, double dropout = 0) => Factory(input, classCount, seed, dropout);
}

/// <summary>The paper's networks by name.</summary>
public static class PaperModels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PaperModel> All { get; } =
    [
        new("inception", SmallInception.PaperTraining, (input, k, seed, dropout) => SmallInception.Create(input, k, seed, batchNorm: true, dropout)),
        new("inception-no-bn", SmallInception.PaperTraining, (input, k, seed, dropout) => SmallInception.Create(input, k, seed, batchNorm: false, dropout)),
        new("alexnet", SmallAlexNet.PaperTraining, (input, k, seed, dropout) => SmallAlexNet.Create(input, k, seed, dropout)),
        new("mlp-1x512", MultilayerPerceptron.PaperTraining, (input, k, seed, dropout) => MultilayerPerceptron.Create(input, k, seed, [512], dropout)),
        new("mlp-3x512", MultilayerPerceptron.PaperTraining, (input, k, seed, dropout) => MultilayerPerceptron.Create(input, k, seed, [512, 512, 512], dropout)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>A network by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    public static PaperModel Named(string name) => All.FirstOrDefault(m => m.Name == name)
        ?? throw new ArgumentException($"The model must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name));
}
