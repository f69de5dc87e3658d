using System.Collections.Immutable;
using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>A step from pixels to a network's input, image by image; deterministic, unless it is an
/// <see cref="IRandomInputStep"/>.</summary>
public interface IInputStep
{
    /// <summary>The shape after the step.</summary>
    /// <param name="input">The shape before it.</param>
    /// <exception cref="ArgumentException">The step cannot take such images.</exception>
    ImageShape OutputShape(ImageShape input);

    /// <summary>Does it for a batch.</summary>
    /// <param name="images">(n, C, H, W), float32, pixels/255 before the first step; stays the caller's.</param>
    /// <returns>(n, C′, H′, W′), float32, on the same device.</returns>
    Tensor Apply(Tensor images);
}
