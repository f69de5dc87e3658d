using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Kernels;

internal static partial class NativeMemory
{
    private const int Page = 4096, HugePages = 14;      // MADV_HUGEPAGE
    private const long LeastHuge = 1 << 22;

    /// <summary>Where a contiguous CPU tensor's first element lies; valid while the tensor lives.</summary>
    public static unsafe byte* Pointer(Tensor tensor)
    {
        // A span over all of it ends at 2 GiB; one row is enough for the address.
        using var scope = NewDisposeScope();
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.narrow(0, 0, 1).bytes));
    }

    /// <summary>Asks for pages of 2 MiB under a new tensor, where the system has such: a pass over gigabytes then spends less on looking addresses up.</summary>
    public static unsafe void PreferHugePages(Tensor tensor)
    {
        var bytes = tensor.NumberOfElements * tensor.element_size();
        if (!OperatingSystem.IsLinux() || bytes < LeastHuge) return;
        var begin = ((nint)Pointer(tensor) + Page - 1) & -Page;
        // Advice: whatever it answers, the memory is as good as before.
        _ = Advise(begin, (nuint)(bytes - Page), HugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
