using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>A step that is random in training, with one draw for each image and epoch. In evaluation <see cref="IInputStep.Apply"/> does
/// what is not random of it.</summary>
public interface IRandomInputStep : IInputStep
{
    /// <summary>Does it for a training batch.</summary>
    /// <param name="images">(n, C, H, W), float32; stays the caller's.</param>
    /// <param name="draws">The images' random streams.</param>
    /// <returns>(n, C′, H′, W′), float32, on the same device.</returns>
    Tensor Apply(Tensor images, BatchDraws draws);
}
