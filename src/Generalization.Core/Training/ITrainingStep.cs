using System.Collections.Immutable;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>One update of a network from one batch; apart from the loop, so that the loss, the update or where gradients come from can
/// change.</summary>
/// <remarks>A step computes the outputs by <see cref="ForwardPass"/>, so that <see cref="TrainingOptions.Precision"/> holds for it as for
/// evaluations.</remarks>
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
        if (state.Count > 0)
            throw new ArgumentException(
                $"{GetType().Name} keeps no state, but {state.Count} " + "tensors were to be restored; implement State and Restore.",
                nameof(state)
            );
    }
}
