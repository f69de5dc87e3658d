using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>A multilayer perceptron: fully connected layers with ReLU between them.</summary>
/// <remarks>
/// <para>Input (n, C, H, W), float32, flattened; output (n, k). With widths w₁ … w_m and d = C·H·W it has
/// (d + 1)w₁ + (w₁ + 1)w₂ + … + (w_m + 1)k parameters: for 3×28×28 and ten classes 1,209,866 with one layer of 512 and 1,735,178 with
/// three.</para>
/// <para>Initial weights: N(0, 2/fan-in) before a ReLU (He et al., 2015) and N(0, 1/fan-in) in the last layer; biases 0. Drawn from
/// (seed, initial weights, layer). Source: appendix A.</para>
/// </remarks>
public sealed class MultilayerPerceptron : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly Linear[] layers;
    private readonly SeededDropout?[] dropouts;

    private MultilayerPerceptron(ImageShape input, int classCount, ulong seed, ImmutableArray<int> widths, double dropout)
        : base(nameof(MultilayerPerceptron))
    {
        Widths = widths;
        int[] sizes = [input.Size, .. widths, classCount];
        var seeded = new SeededLayers(seed);
        layers = new Linear[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = seeded.Linear(sizes[i], sizes[i + 1], i == layers.Length - 1 ? SeededLayers.LinearGain : SeededLayers.ReluGain);
            register_module($"layer{i + 1}", layers[i]);
        }

        dropouts = [.. widths.Select(_ => seeded.Dropout(dropout))];
        for (var i = 0; i < dropouts.Length; i++)
            if (dropouts[i] is { } layer)
                register_module($"dropout{i + 1}", layer);
    }

    /// <summary>The paper's training: SGD, momentum 0.9, learning rate 0.01, times 0.95 every 391 steps.</summary>
    public static TrainingOptions PaperTraining { get; } = new(new ExponentialDecay(0.01));

    /// <summary>The hidden layers' widths.</summary>
    public ImmutableArray<int> Widths { get; }

    /// <summary>A perceptron of any widths.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <param name="widths">The hidden layers' widths, each at least 1; none gives a linear classifier.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width or the class count is too small.</exception>
    public static MultilayerPerceptron Create(ImageShape input, int classCount, ulong seed, params IEnumerable<int> widths) =>
        Create(input, classCount, seed, widths, dropout: 0);

    /// <summary>A perceptron of any widths, with dropout.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="seed">Decides the initial weights and the dropout masks.</param>
    /// <param name="widths">The hidden layers' widths, each at least 1; none gives a linear classifier.</param>
    /// <param name="dropout">The probability that a hidden layer's output is dropped in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A width or the class count is too small, or the dropout is out of range.</exception>
    public static MultilayerPerceptron Create(ImageShape input, int classCount, ulong seed, IEnumerable<int> widths, double dropout)
    {
        ImmutableArray<int> all = [.. widths];
        foreach (var width in all)
            if (width < 1)
                throw new ArgumentOutOfRangeException(nameof(widths), $"A layer's width must be at least 1, but was {width}.");
        SeededLayers.Check(classCount, dropout);
        return new MultilayerPerceptron(input, classCount, seed, all, dropout);
    }

    /// <summary>"multilayer-perceptron". Its modules describe the rest.</summary>
    public string Describe() => "multilayer-perceptron";

    /// <inheritdoc/>
    public IEnumerable<NetworkPart> Parts()
    {
        yield return FixedPart.Flatten;
        for (var i = 0; i < layers.Length; i++)
        {
            if (i > 0)
                yield return FixedPart.Relu;
            yield return AffinePart.Of($"layer{i + 1}", layers[i]);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input.flatten(1); // (n, d)
        for (var i = 0; i < layers.Length - 1; i++)
        {
            x = nn.functional.relu(layers[i].call(x));
            if (dropouts[i] is { } dropout)
                x = dropout.call(x);
        }

        return layers[^1].call(x).MoveToOuterDisposeScope(); // (n, k)
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var layer in layers)
                layer.Dispose();
            foreach (var layer in dropouts)
                layer?.Dispose();
        }
        base.Dispose(disposing);
    }
}
