using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>Changes a network's parameters by the gradients that a step found: the state that goes with an
/// <see cref="Optimizer"/>.</summary>
public interface IUpdate : IDisposable
{
    /// <summary>Does one step for all parameters that have a gradient (<c>grad</c>), without reading anything back from the
    /// device.</summary>
    /// <param name="learningRate">η.</param>
    void Run(double learningRate);

    /// <summary>What later steps depend on besides the parameters, by name, for checkpoints; the update's own.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Puts a kept <see cref="State"/> back.</summary>
    /// <param name="state">The tensors, which stay the caller's.</param>
    /// <exception cref="ArgumentException">It is not of such an update.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> state);
}
