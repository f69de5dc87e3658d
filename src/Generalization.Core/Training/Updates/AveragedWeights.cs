using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>The moving average of a network's weights; owns the averages.</summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly WeightAverage average;
    private readonly (string Name, Tensor Value, Tensor Average)[] weights;

    public AveragedWeights(nn.Module network, WeightAverage average)
    {
        using var noGrad = no_grad();
        this.average = average;
        weights =
        [
            .. network
                .named_parameters()
                .Where(p => p.parameter.requires_grad)
                .Select(p => (p.name, (Tensor)p.parameter))
                .Concat(network.named_buffers().Where(b => b.buffer.is_floating_point()).Select(b => (b.name, b.buffer)))
                .Select(w => (w.Item1, w.Item2, zeros_like(w.Item2).copy_(w.Item2).DetachFromDisposeScope())),
        ];
    }

    public IReadOnlyDictionary<string, Tensor> State => weights.ToDictionary(w => w.Name, w => w.Average);

    /// <summary>Takes the weights after a step, from 0, in.</summary>
    public void Follow(long step)
    {
        using var noGrad = no_grad();
        var decay = average.At(step);
        foreach (var (_, value, mean) in weights)
            mean.TimesInPlace(decay).PlusInPlace(value, 1 - decay);
    }

    /// <summary>Puts the averages into the network.</summary>
    public void Apply()
    {
        using var noGrad = no_grad();
        foreach (var (_, value, mean) in weights)
            value.copy_(mean);
    }

    /// <summary>Does something with the averages in the network, which has its own weights again afterwards.</summary>
    public T With<T>(Func<T> what)
    {
        using var noGrad = no_grad();
        var own = weights.Select(w => w.Value.detach().clone().DetachFromDisposeScope()).ToArray();
        try
        {
            Apply();
            return what();
        }
        finally
        {
            foreach (var (weight, kept) in weights.Zip(own))
            {
                weight.Value.copy_(kept);
                kept.Dispose();
            }
        }
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        foreach (var (name, _, mean) in weights)
            mean.copy_(state[name]);
    }

    public void Dispose()
    {
        foreach (var (_, _, mean) in weights)
            mean.Dispose();
    }
}
