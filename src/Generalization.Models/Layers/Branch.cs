using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>What is done to a tensor before it is laid beside others over the channels.</summary>
/// <param name="input">(n, C, H, W).</param>
internal abstract class Branch(Tensor input)
{
    /// <summary>(n, C, H, W).</summary>
    public Tensor Input { get; } = input;

    /// <summary>C, before as after.</summary>
    public int Channels => (int)Input.shape[1];

    /// <summary>H and W of what comes out.</summary>
    public abstract (int Height, int Width) OutputSize { get; }

    /// <summary>The parameters that are learned.</summary>
    public virtual Tensor[] Parameters => [];

    /// <summary>Whether it can write its output in one pass into its place among the others: bfloat16 with its channels last, a multiple of
    /// 16 of them, on a processor with AVX-512.</summary>
    public bool IsFused =>
        Avx512BW.IsSupported
        && Input.dtype == ScalarType.BFloat16
        && Input.device_type == TorchSharp.DeviceType.CPU
        && Channels % BFloat16Lanes.Count == 0
        && HasChannelsLast(Input);

    /// <summary>The same by libtorch's own operators, in the caller's dispose scope.</summary>
    public abstract Tensor Plain();

    /// <summary>Writes the output, and gives what the backward pass needs beside the input.</summary>
    /// <param name="output">Where its first channel lies.</param>
    /// <param name="stride">From one position to the next, in elements.</param>
    public abstract unsafe BranchState Forward(ushort* output, int stride);

    // (n, H, W, C) without holes.
    private static bool HasChannelsLast(Tensor images)
    {
        var (shape, stride) = (images.shape, images.stride());
        return shape.Length == 4
            && stride[1] == 1
            && stride[3] == shape[1]
            && stride[2] == shape[3] * shape[1]
            && stride[0] == shape[2] * shape[3] * shape[1];
    }
}
