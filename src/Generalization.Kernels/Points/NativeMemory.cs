using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Kernels;

internal static class NativeMemory
{
    /// <summary>Where a contiguous CPU tensor's first element lies; valid while the tensor lives.</summary>
    public static unsafe byte* Pointer(Tensor tensor)
    {
        // A span over all of it ends at 2 GiB; one row is enough for the address.
        using var scope = NewDisposeScope();
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.narrow(0, 0, 1).bytes));
    }
}
