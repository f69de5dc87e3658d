using Generalization.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.CommandLine;

/// <summary>Tells who waits for a training that its precision is slow on this machine.</summary>
public static class PrecisionNotice
{
    /// <summary>Writes a sentence to standard error where bfloat16 is slower than float32.</summary>
    /// <param name="isBFloat16">Whether anything will be computed in bfloat16.</param>
    /// <param name="device">Where.</param>
    public static void Write(bool isBFloat16, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (isBFloat16 && device.type == DeviceType.CPU && !TorchRuntime.HasFastBFloat16)
            Console.Error.WriteLine("This processor has no AVX-512, without which bfloat16 takes about three times as long as float32.");
    }
}
