using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>A training that was begun elsewhere, by many workers for example: the network has its weights already.</summary>
/// <remarks>The history has the epochs that follow; the losses of the steps before are not numbers.</remarks>
/// <param name="Epoch">The epochs that are done, at least 0.</param>
/// <param name="Update">What the optimizer keeps, <see cref="Updates.IUpdate.State"/>; the tensors stay the caller's.</param>
/// <exception cref="ArgumentOutOfRangeException">The epochs are negative.</exception>
public sealed record TrainingHandover(int Epoch, IReadOnlyDictionary<string, Tensor> Update)
{
    /// <inheritdoc cref="TrainingHandover(int, IReadOnlyDictionary{string, Tensor})" path="/param[@name='Epoch']"/>
    public int Epoch { get; init; } =
        Epoch >= 0 ? Epoch : throw new ArgumentOutOfRangeException(nameof(Epoch), $"Epoch must not be negative, but was {Epoch}.");
}
