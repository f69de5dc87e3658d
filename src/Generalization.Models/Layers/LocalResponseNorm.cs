using Generalization.Identity;
using Generalization.Models.Structure;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Local response normalization across channels: y_c = x_c / (1 + α Σ x_j²)^β over the channels j within 4 of c.</summary>
/// <remarks>
/// <para>α = 0.001 / 9, β = 0.75, depth radius 4, bias 1: the constants of TensorFlow's CIFAR tutorial. TensorFlow does not divide α by the
/// window's size; torch does, so there the same function has size 9 and α = 0.001. (n, C, H, W) → (n, C, H, W).</para>
/// <para>The sum over channels is a 1×1 convolution with a banded matrix of ones, which libtorch runs several times faster than its own
/// operator.</para>
/// </remarks>
internal sealed class LocalResponseNorm : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    public const int Radius = 4;
    public const double Alpha = 0.001 / 9,
        Bias = 1;

    private Tensor window;

    public LocalResponseNorm(int channels)
        : base(nameof(LocalResponseNorm))
    {
        var band = new float[channels * channels];
        for (var i = 0; i < channels; i++)
        for (var j = Math.Max(0, i - Radius); j <= Math.Min(channels - 1, i + Radius); j++)
            band[i * channels + j] = (float)Alpha;
        window = tensor(band, [channels, channels, 1, 1]);
    }

    public string Describe() => FormattableString.Invariant($"local-response-norm, radius {Radius}, alpha {Alpha:R}, bias {Bias:R}");

    public IEnumerable<NetworkPart> Parts() => [new FixedPart("", call)];

    public override Tensor forward(Tensor input)
    {
        if (window.device.ToString() != input.device.ToString() || window.dtype != input.dtype)
        {
            // A buffer that is no part of the state stays behind when TorchSharp moves a module.
            var moved = window.to(input.dtype, input.device).DetachFromDisposeScope();
            window.Dispose();
            window = moved;
        }

        using var scope = NewDisposeScope();
        var scale = nn.functional.conv2d(input.Squared(), window).Plus(Bias); // (n, C, H, W)
        var root = scale.rsqrt();
        return input.mul(root.mul(root.sqrt())).MoveToOuterDisposeScope(); // scale to the power −3/4
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            window.Dispose();
        base.Dispose(disposing);
    }
}
