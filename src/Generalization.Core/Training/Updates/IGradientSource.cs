using System.Collections.Immutable;
using Generalization.Identity;
using Generalization.Inputs;
using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>Where a step's gradient comes from: this process's backward pass, or many workers.</summary>
public interface IGradientSource : IDescribed, IDisposable
{
    /// <summary>Leaves the gradient of a batch's mean loss in each parameter's <c>grad</c>, without reading anything back from the device;
    /// what was there before is forgotten.</summary>
    /// <param name="batch">The batch, which stays the caller's.</param>
    /// <returns>The mean loss, a scalar, and the outputs (n, k) before the update, both without a graph and in the caller's dispose
    /// scope.</returns>
    (Tensor Loss, Tensor Outputs) Compute(Batch batch);

    /// <summary>What later gradients depend on besides the network, by name, for checkpoints; the source's own. Default: nothing.</summary>
    IReadOnlyDictionary<string, Tensor> State => ImmutableDictionary<string, Tensor>.Empty;

    /// <summary>Puts a kept <see cref="State"/> back. Default: there is nothing to put back.</summary>
    /// <param name="state">The tensors, which stay the caller's.</param>
    /// <exception cref="ArgumentException">It is not of such a source.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count > 0)
            throw new ArgumentException(
                $"{GetType().Name} keeps no state, but {state.Count} tensors were to be restored; implement State and Restore.",
                nameof(state)
            );
    }

    /// <summary>What decides the gradients besides network, loss and batch, for checkpoints. Default: the type's full name.</summary>
    string IDescribed.Describe() => $"{GetType()}";
}
