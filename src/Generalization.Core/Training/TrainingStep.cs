using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One update of a network from one batch; apart from the loop, so that the loss, the update or where gradients come from can change.</summary>
/// <remarks>A step computes the outputs by <see cref="ForwardPass"/>, so that <see cref="TrainingOptions.Precision"/> holds for it as for evaluations.</remarks>
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

/// <summary>Softmax cross-entropy and stochastic gradient descent with momentum.</summary>
internal sealed class SgdStep(nn.Module<Tensor, Tensor> network, TrainingOptions options) : ITrainingStep
{
    private readonly SgdUpdate update = new(network, options);

    public IReadOnlyDictionary<string, Tensor> State => update.Velocities;

    public (Tensor Loss, Tensor Outputs) Run(Tensor inputs, Tensor labels, double learningRate)
    {
        update.ForgetGradients();
        var outputs = ForwardPass.Run(network, inputs, options.Precision);     // (n, k)
        var loss = nn.functional.cross_entropy(outputs, labels);
        loss.backward();
        update.Run(learningRate);
        return (loss.detach(), outputs.detach());
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state) => update.Restore(state);

    public void Dispose() => update.Dispose();
}

/// <summary>A network's forward pass in a precision, for the trainer, its evaluations and steps of one's own.</summary>
public static class ForwardPass
{
    /// <summary>A network's outputs.</summary>
    /// <param name="network">The network; its mode is left as it is.</param>
    /// <param name="inputs">(n, …), float32.</param>
    /// <param name="precision">What it convolves and multiplies in.</param>
    /// <returns>(n, k), float32, in the caller's dispose scope.</returns>
    /// <exception cref="PlatformNotSupportedException">This platform's libtorch has no bfloat16 switch under a known name.</exception>
    public static Tensor Run(nn.Module<Tensor, Tensor> network, Tensor inputs, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        using var autocast = Autocast.For(precision, inputs.device);
        return network.call(inputs).to(ScalarType.Float32);
    }
}
