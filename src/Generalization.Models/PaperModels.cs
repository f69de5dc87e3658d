using Generalization.Data;
using Generalization.Inputs;
using Generalization.Models.ImageNet;
using Generalization.Training.Updates;

namespace Generalization.Models;

/// <summary>The paper's networks by name.</summary>
public static class PaperModels
{
    /// <summary>Those for CIFAR-10, which take images of any size.</summary>
    public static IReadOnlyList<PaperModel> Cifar10 { get; } =
    [
        new(
            "inception",
            SmallInception.PaperTraining,
            true,
            (input, k, seed, dropout) => SmallInception.Create(input, k, seed, batchNorm: true, dropout),
            InceptionParameters,
            InceptionActivations
        ),
        new(
            "inception-no-bn",
            SmallInception.PaperTraining,
            false,
            (input, k, seed, dropout) => SmallInception.Create(input, k, seed, batchNorm: false, dropout),
            InceptionParameters,
            InceptionActivations
        ),
        new(
            "alexnet",
            SmallAlexNet.PaperTraining,
            false,
            (input, k, seed, dropout) => SmallAlexNet.Create(input, k, seed, dropout),
            AlexNetParameters,
            AlexNetActivations
        ),
        Perceptron("mlp-1x512", 512),
        Perceptron("mlp-3x512", 512, 512, 512),
    ];

    /// <summary>Inception V3, that for ImageNet: images of at least 75×75, in [−1, 1]. Its training is <see
    /// cref="InceptionV3.DistributedTraining"/> without weight decay, which experiments turn on.</summary>
    public static PaperModel ImageNet { get; } =
        new(
            "inception-v3",
            InceptionV3.DistributedTraining with
            {
                Optimizer = new RmsProp(),
            },
            true,
            (input, k, seed, dropout) => InceptionV3.Create(input, k, seed, new InceptionV3Options { Dropout = dropout }),
            (input, k) => InceptionV3.ParameterCount(input, k),
            input => InceptionV3.ActivationBytes(input) / sizeof(float)
        )
        {
            Input = InputPipeline.Inception,
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PaperModel> All { get; } = [.. Cifar10, ImageNet];

    /// <summary>The names of <see cref="Cifar10"/>.</summary>
    public static IReadOnlyList<string> Cifar10Names { get; } = [.. Cifar10.Select(m => m.Name)];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>A network by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    public static PaperModel Named(string name) =>
        All.FirstOrDefault(m => m.Name == name)
        ?? throw new ArgumentException($"The model must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name));

    private static PaperModel Perceptron(string name, params int[] widths) =>
        new(
            name,
            MultilayerPerceptron.PaperTraining,
            false,
            (input, k, seed, dropout) => MultilayerPerceptron.Create(input, k, seed, widths, dropout),
            (input, k) => (input.Size + 1L) * widths[0] + widths.Zip(widths.Skip(1), (a, b) => (a + 1L) * b).Sum() + (widths[^1] + 1L) * k,
            input => 2L * (input.Size + widths.Max())
        );

    // The paper's count is for three channels and ten classes; only the first and the last layer depend on them.
    private static long InceptionParameters(ImageShape input, int k) => 1_649_402 + 96L * 9 * (input.Channels - 3) + 337L * (k - 10);

    private static long AlexNetParameters(ImageShape input, int k) =>
        1_387_786 + 64L * 25 * (input.Channels - 3) + 64L * 384 * ((input.Height + 3) / 4 * ((input.Width + 3) / 4) - 49) + 193L * (k - 10);

    // The most is held at full size: 96 channels in and two times 32 beside each other, each also before its normalization, and both once
    // more together; or 96 channels before and after the normalization, and the image. libtorch lays input and output of a convolution out
    // anew, which is as much again.
    private static long InceptionActivations(ImageShape input) => Positions(input) * (2L * input.Channels + 2 * 224);

    // 64 channels after the first convolution, as many that libtorch lays out anew, and the pooled quarter with all that its normalization
    // makes of it. Measured at 512×512 it is three quarters of this; the Inception's is a half of what is foretold.
    private static long AlexNetActivations(ImageShape input) => Positions(input) * (2L * input.Channels + 4 * 64);

    private static long Positions(ImageShape input) => (long)input.Height * input.Width;
}
