using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One update of a network from one batch; apart from the loop, so that precision or where gradients come from can change.</summary>
public interface ITrainingStep : IDisposable
{
    /// <summary>Does one update without reading anything back from the device.</summary>
    /// <param name="inputs">(n, …), float32.</param>
    /// <param name="labels">(n), int64.</param>
    /// <param name="learningRate">η.</param>
    /// <returns>The mean loss, a scalar, and the outputs (n, k) before the update, both in the caller's dispose scope.</returns>
    (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate);

    /// <summary>What later updates depend on besides the network, by name, for checkpoints; the step's own. Default: nothing.</summary>
    IReadOnlyDictionary<string, Tensor> State => ImmutableDictionary<string, Tensor>.Empty;

    /// <summary>Puts a kept <see cref="State"/> back. Default: there is nothing to put back.</summary>
    /// <param name="state">The tensors, which stay the caller's.</param>
    /// <exception cref="ArgumentException">It is not of such a step.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count > 0) throw new ArgumentException($"{GetType().Name} keeps no state, but {state.Count} tensors were to be restored; implement State and Restore.", nameof(state));
    }
}

/// <summary>Softmax cross-entropy and stochastic gradient descent with momentum: v ← μv + g + λw, w ← w − ηv, v = 0 at first.</summary>
internal sealed class SgdStep : ITrainingStep
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly double momentum;
    private readonly (string Name, Parameter Value, double Decay)[] parameters;
    private readonly Tensor?[] velocities;      // of the parameters' shapes; none before a parameter's first gradient

    public SgdStep(nn.Module<Tensor, Tensor> network, TrainingOptions options)
    {
        (this.network, momentum) = (network, options.Momentum);
        parameters = [.. network.named_parameters().Where(p => p.parameter.requires_grad).Select(p =>
            (p.name, p.parameter, options.WeightDecayOn == DecayedParameters.All || p.parameter.dim() >= 2 ? options.WeightDecay : 0))];
        velocities = new Tensor?[parameters.Length];
    }

    public IReadOnlyDictionary<string, Tensor> State =>
        parameters.Zip(velocities).Where(p => p.Second is not null).ToDictionary(p => p.First.Name, p => p.Second!);

    public (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate)
    {
        foreach (var (_, parameter, _) in parameters) parameter.grad?.zero_();
        var outputs = network.call(inputs);                                  // (n, k)
        var loss = nn.functional.cross_entropy(outputs, labels);
        loss.backward();
        using (no_grad()) Update(learningRate);
        return (loss.detach(), outputs.detach());
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var name in state.Keys)
            if (!parameters.Any(p => p.Name == name)) throw new ArgumentException($"Velocities must be of the network's parameters, but {name} is none.", nameof(state));
        for (var i = 0; i < parameters.Length; i++)
        {
            velocities[i]?.Dispose();
            velocities[i] = state.TryGetValue(parameters[i].Name, out var kept) ? kept.to(parameters[i].Value.device, copy: true).DetachFromDisposeScope() : null;
        }
    }

    public void Dispose()
    {
        foreach (var velocity in velocities) velocity?.Dispose();
    }

    private void Update(double learningRate)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var (_, parameter, decay) = parameters[i];
            if (parameter.grad is not { } gradient) continue;
            using var scope = NewDisposeScope();
            var decayed = decay == 0 ? gradient : gradient.add(parameter, alpha: decay);
            if (velocities[i] is { } velocity) velocity.mul_(momentum).add_(decayed);
            else velocities[i] = velocity = decayed.clone().DetachFromDisposeScope();
            parameter.add_(velocity, alpha: -learningRate);
        }
    }
}
