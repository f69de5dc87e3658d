using Generalization.Data;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Moves values from [0, 1] to [−1, 1]: x′ = 2·(x − 0.5).</summary>
/// <remarks>(n, C, H, W) → the same shape. Source: research/slim's inception_preprocessing.</remarks>
public sealed record SignedRange : IInputStep
{
    /// <summary>"signed-range".</summary>
    public string Describe() => "signed-range";

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => input;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        return images.Minus(0.5).TimesInPlace(2).MoveToOuterDisposeScope();
    }
}
