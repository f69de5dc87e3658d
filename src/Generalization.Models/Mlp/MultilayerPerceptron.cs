using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Randomness;
using Generalization.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>A multilayer perceptron: fully connected layers with ReLU between them.</summary>
/// <remarks>
/// <para>Input (n, C, H, W), float32, flattened; output (n, k). With widths w₁ … w_m and d = C·H·W it has
/// (d + 1)w₁ + (w₁ + 1)w₂ + … + (w_m + 1)k parameters: for 3×28×28 and ten classes 1,209,866 with one layer of 512 and 1,735,178 with three.</para>
/// <para>Initial weights: N(0, 2/fan-in) before a ReLU (He et al., 2015) and N(0, 1/fan-in) in the last layer; biases 0. Drawn from
/// (seed, initial weights, layer). Source: appendix A.</para>
/// </remarks>
public sealed class MultilayerPerceptron : nn.Module<Tensor, Tensor>
{
    private readonly Linear[] layers;

    private MultilayerPerceptron(ImageShape input, int classCount, ulong seed, ImmutableArray<int> widths)
        : base(nameof(MultilayerPerceptron))
    {
        Widths = widths;
        int[] sizes = [input.Size, .. widths, classCount];
        layers = new Linear[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            var gain = i == layers.Length - 1 ? 1 : 2;
            layers[i] = SeededLayers.Linear(sizes[i], sizes[i + 1], gain, new RandomKey(seed, RandomPurpose.InitialWeights).Stream(i));
            register_module($"layer{i + 1}", layers[i]);
        }
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
    public static MultilayerPerceptron Create(ImageShape input, int classCount, ulong seed, params IEnumerable<int> widths)
    {
        ImmutableArray<int> all = [.. widths];
        if (classCount < 2) throw new ArgumentOutOfRangeException(nameof(classCount), $"A classifier needs at least 2 classes, but {classCount} were asked for.");
        foreach (var width in all)
            if (width < 1) throw new ArgumentOutOfRangeException(nameof(widths), $"A layer's width must be at least 1, but was {width}.");
        TorchBackend.EnsureLoaded();
        return new MultilayerPerceptron(input, classCount, seed, all);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input.flatten(1);                                   // (n, d)
        for (var i = 0; i < layers.Length - 1; i++) x = nn.functional.relu(layers[i].call(x));
        return layers[^1].call(x).MoveToOuterDisposeScope();        // (n, k)
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var layer in layers) layer.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Layers whose weights come from our generator and leave TorchSharp's global one alone.</summary>
internal static class SeededLayers
{
    public static Linear Linear(int inputs, int outputs, double gain, RandomStream random)
    {
        using var scope = NewDisposeScope();
        // On the meta device a layer is made without memory and without drawing.
        var layer = nn.Linear(inputs, outputs, device: device("meta"));
        var values = new float[(long)inputs * outputs];
        random.FillGaussian(values);
        var deviation = (float)Math.Sqrt(gain / inputs);
        for (var i = 0; i < values.Length; i++) values[i] *= deviation;
        var (oldWeight, oldBias) = (layer.weight, layer.bias);
        var (weight, bias) = (new Parameter(tensor(values, [outputs, inputs])), new Parameter(zeros(outputs)));
        weight.DetachFromDisposeScope();
        bias.DetachFromDisposeScope();
        (layer.weight, layer.bias) = (weight, bias);
        oldWeight.Dispose();
        oldBias?.Dispose();
        return layer;
    }
}
