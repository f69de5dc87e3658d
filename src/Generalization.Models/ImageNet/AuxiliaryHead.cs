using Generalization.Identity;
using Generalization.Models.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Mean over 5×5 at stride 3 → 1×1 128 → 5×5 768 over whole windows → mean over the positions → linear.</summary>
internal sealed class AuxiliaryHead : nn.Module<Tensor, Tensor>, IDescribed
{
    private const double ConvolutionDeviation = 0.01,
        LinearDeviation = 0.001;
    private const int Window = 5,
        Stride = 3;

    private readonly NormalizedConvolution conv0,
        conv1;
    private readonly Linear fc;

    public AuxiliaryHead(InceptionParts parts, int inputs, int classCount)
        : base(nameof(AuxiliaryHead))
    {
        var (first, second) = (InceptionV3Layers.Auxiliary[0], InceptionV3Layers.Auxiliary[1]);
        conv0 = new NormalizedConvolution(parts, first, inputs);
        conv1 = new NormalizedConvolution(parts, second, first.Outputs, deviation: ConvolutionDeviation);
        fc = parts.Layers.TruncatedLinear(second.Outputs, classCount, LinearDeviation);
        RegisterComponents();
    }

    /// <summary>Whether a map of so many rows and columns is large enough.</summary>
    public static bool Fits(int height, int width) => Math.Min(height, width) >= Window + (Window - 1) * Stride;

    public string Describe() => "auxiliary-head";

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.avg_pool2d(input, Window, stride: Stride); // (n, 768, 5, 5) of 17×17
        x = conv1.call(conv0.call(x)); // (n, 768, 1, 1)
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope(); // (n, k)
    }
}
