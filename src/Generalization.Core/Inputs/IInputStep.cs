using Generalization.Data;
using Generalization.Identity;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>A step from pixels to a network's input, image by image; deterministic, unless it is an
/// <see cref="IRandomInputStep"/>.</summary>
public interface IInputStep : IDescribed
{
    /// <summary>What the step is, with all its parameters, for checkpoints. Default: the type's full name and every value that the step
    /// holds.</summary>
    string IDescribed.Describe() => Description.ByType(this);

    /// <summary>The shape after the step.</summary>
    /// <param name="input">The shape before it.</param>
    /// <exception cref="ArgumentException">The step cannot take such images.</exception>
    ImageShape OutputShape(ImageShape input);

    /// <summary>The share of an image's pixels that one input is made of, in (0, 1]; below 1 for a crop. Default: 1.</summary>
    /// <param name="input">The shape before the step.</param>
    double ShareOf(ImageShape input) => 1;

    /// <summary>Does it for a batch.</summary>
    /// <param name="images">(n, C, H, W), float32, pixels/255 before the first step; stays the caller's.</param>
    /// <returns>(n, C′, H′, W′) as <see cref="OutputShape"/> says, float32, on the same device; anything else is refused.</returns>
    Tensor Apply(Tensor images);
}
