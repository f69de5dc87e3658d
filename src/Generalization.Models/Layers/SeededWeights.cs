using Generalization.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Draws the weights of any module anew from our streams, where torch's layers draw theirs from a generator of the whole
/// process.</summary>
public static class SeededWeights
{
    /// <summary>Draws every parameter of two dimensions and more from N(0, gain / fan-in), and sets every other one that is called a bias
    /// to 0; the rest, such as the scales of normalizations, stays as it is. The scales of torch's group normalization become 1, since
    /// TorchSharp 0.107.0 leaves there what lay in memory.</summary>
    /// <remarks>Fan-in is the product of all dimensions but the first. The i-th parameter in the module's order has stream i: the same
    /// seed gives the same bits on one platform. Source: He et al., 2015.</remarks>
    /// <param name="module">The module, on any device; its weights are float32 or another floating-point type.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="gain">2 keeps a signal's size through a ReLU, 1 through a linear layer; positive. Default: 2.</param>
    /// <returns>The module.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive and finite.</exception>
    public static T Draw<T>(T module, ulong seed, double gain = 2)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!(gain > 0 && double.IsFinite(gain)))
            throw new ArgumentOutOfRangeException(
                nameof(gain),
                FormattableString.Invariant($"The gain must be positive and finite, but was {gain}.")
            );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var key = new RandomKey(seed, RandomPurpose.InitialWeights);
        foreach (var (i, (name, parameter)) in module.named_parameters().Index())
            if (parameter.dim() >= 2)
                parameter.copy_(tensor(Weights(key.Stream(i), parameter.shape, gain), parameter.shape));
            else if (name.Split('.')[^1].Contains("bias", StringComparison.Ordinal))
                parameter.zero_();
        foreach (var group in module.named_modules().Select(m => m.module).Prepend(module).OfType<GroupNorm>())
            group.weight?.copy_(ones_like(group.weight));
        return module;
    }

    private static float[] Weights(RandomStream random, long[] shape, double gain)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        random.FillGaussian(values);
        var deviation = (float)Math.Sqrt(gain * shape[0] / values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] *= deviation;
        return values;
    }
}
