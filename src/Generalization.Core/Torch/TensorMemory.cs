using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Tensors' memory on the CPU, where a span would end: at 2 GiB.</summary>
public static partial class TensorMemory
{
    private const int Page = 4096,
        HugePages = 14; // MADV_HUGEPAGE
    private const long LeastHuge = 1 << 22;

    /// <summary>Refuses a caller's tensor whose values cannot be read.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="what">What it is, for the sentence, in the plural: "pixels".</param>
    /// <param name="parameter">The parameter that it came in.</param>
    /// <exception cref="ArgumentException">It was disposed, is sparse, or lies on the meta device.</exception>
    public static void ThrowIfUnreadable(Tensor tensor, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tensor, parameter);
        if (tensor.IsInvalid)
            throw new ArgumentException($"Tensors must be alive, but the {what} were disposed.", parameter);
        if (tensor.is_sparse)
            throw new ArgumentException($"Tensors must be dense, but the {what} are sparse; convert them with to_dense().", parameter);
        if (tensor.device_type == TorchSharp.DeviceType.META)
            throw new ArgumentException($"Tensors must be in memory, but the {what} lie on the meta device.", parameter);
    }

    /// <summary>Where a contiguous CPU tensor's first element lies; valid while the tensor lives.</summary>
    /// <param name="tensor">The tensor: contiguous, on the CPU, at least one row.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentNullException">There is no tensor.</exception>
    public static unsafe byte* Pointer(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        // A span over all of it ends at 2 GiB; one row is enough for the address.
        using var scope = NewDisposeScope();
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.narrow(0, 0, 1).bytes));
    }

    /// <summary>Copies into a contiguous CPU tensor of the values' type; a span over its bytes ends at 2 GiB, and one over its elements
    /// later.</summary>
    /// <typeparam name="T">The tensor's type.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="tensor">The tensor, of as many elements at least, written to; nothing checks that.</param>
    public static unsafe void Copy<T>(ReadOnlySpan<T> values, Tensor tensor)
        where T : unmanaged => values.CopyTo(new Span<T>(Pointer(tensor), values.Length));

    /// <summary>Copies n rows into a contiguous CPU tensor, (n, d), float64.</summary>
    /// <param name="rows">n rows of d values.</param>
    /// <param name="tensor">The tensor, written to.</param>
    public static unsafe void Copy(double[,] rows, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NumberOfElements == 0)
            return;
        var memory = (double*)Pointer(tensor);
        var width = rows.GetLength(1);
        for (var i = 0; i < rows.GetLength(0); i++)
            MemoryMarshal.CreateReadOnlySpan(ref rows[i, 0], width).CopyTo(new Span<double>(memory + (long)i * width, width));
    }

    /// <summary>Copies a contiguous CPU tensor, (n, d), float64, into n rows.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rows">n rows of d values, written to.</param>
    public static unsafe void Copy(Tensor tensor, double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NumberOfElements == 0)
            return;
        var memory = (double*)Pointer(tensor);
        var width = rows.GetLength(1);
        for (var i = 0; i < rows.GetLength(0); i++)
            new ReadOnlySpan<double>(memory + (long)i * width, width).CopyTo(MemoryMarshal.CreateSpan(ref rows[i, 0], width));
    }

    /// <summary>Asks for pages of 2 MiB under a new tensor, where the system has such: a pass over gigabytes then spends less on looking
    /// addresses up.</summary>
    /// <param name="tensor">The tensor: contiguous, on the CPU, not written to yet.</param>
    public static unsafe void PreferHugePages(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var bytes = tensor.NumberOfElements * tensor.element_size();
        if (!OperatingSystem.IsLinux() || bytes < LeastHuge)
            return;
        var begin = ((nint)Pointer(tensor) + Page - 1) & -Page;
        // Advice: whatever it answers, the memory is as good as before.
        _ = Advise(begin, (nuint)(bytes - Page), HugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
