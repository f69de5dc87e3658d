using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Moves what the host has drawn for a training step to the device.</summary>
public static class HostTensors
{
    /// <summary>The same tensor on a device, in the caller's dispose scope; the tensor itself where it is there already.</summary>
    /// <remarks>A copy from ordinary memory waits until a GPU has done all work that it was given before. A copy from page-locked memory
    /// takes its turn, and libtorch keeps that memory until the copy is over.</remarks>
    /// <param name="host">The tensor, on the CPU.</param>
    /// <param name="device">The device.</param>
    public static Tensor SentTo(this Tensor host, Device device)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(device);
        if (device.type != DeviceType.CUDA)
            return host.to(device);
        using var locked = host.pin_memory();
        return locked.to(device, non_blocking: true);
    }
}
