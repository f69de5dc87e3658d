using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Generalization.Torch;

/// <summary>What this machine offers to the library, seen once: processors, threads, GPU, and the load of other processes.</summary>
public sealed partial record MachineReport
{
    private const double Slack = 0.5;

    private MachineReport() { }

    /// <summary>The processors that this process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>libtorch's threads for one operation.</summary>
    public required int Threads { get; init; }

    /// <summary>How many processes of the whole machine wanted a processor on average over the last minute; null where the system does not
    /// say.</summary>
    public required double? Load { get; init; }

    /// <summary>Whether libtorch finds a GPU.</summary>
    public required bool HasGpu { get; init; }

    /// <summary>Whether bfloat16 is fast on this processor, see <see cref="TorchRuntime.HasFastBFloat16"/>.</summary>
    public required bool HasFastBFloat16 { get; init; }

    /// <summary>Whether the processor has AMX for bfloat16; false where the system does not say it.</summary>
    public required bool HasMatrixUnits { get; init; }

    /// <summary>The memory that this process may use, in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Whether the allocator keeps freed memory for the next step.</summary>
    public required bool KeepsFreedMemory { get; init; }

    /// <summary>Whether libtorch's threads soon sleep when they wait for each other, see
    /// <see cref="TorchRuntime.LimitSpinning"/>.</summary>
    public required bool LimitsSpinning { get; init; }

    /// <summary>What to do about the threads, a sentence.</summary>
    /// <remarks>An operation waits for the slowest of its threads. On a machine whose processors other processes keep busy, two threads
    /// have taken ten times as long as one, unless <see cref="TorchRuntime.LimitSpinning"/> was called.</remarks>
    public string ThreadAdvice =>
        Load is not { } load ? FormattableString.Invariant($"The system does not say how busy it is; {Threads} threads compute.")
        : load + Threads > Processors + Slack && Free(load) < Threads
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Threads} threads of libtorch on {Processors} processors, where {load:F1} are busy already: a step waits for the slowest "
                    + $"thread{(LimitsSpinning ? "" : ", and may take ten times as long as with one")}. Set OMP_NUM_THREADS={Free(load)}"
                    + $"{(LimitsSpinning ? "" : " or GOMP_SPINCOUNT=1000")}, or wait until the machine is free."
            )
        : FormattableString.Invariant($"{ThreadWords} of libtorch on {Processors} processors, where {load:F1} are busy: ")
            + (load + Threads > Processors + Slack ? "more would wait for each other." : "there is room.");

    private string BFloat16Advice =>
        !HasFastBFloat16 ? "slower than float32 on this processor, which has no AVX-512; leave precision at float32"
        : HasMatrixUnits ? "fast on this processor, which multiplies matrices in AMX"
        : "fast on this processor";

    private static string AllocatorAdvice =>
        OperatingSystem.IsLinux()
            ? "freed memory goes back to the system, and a training step may take a quarter longer; call "
                + "TorchRuntime.KeepFreedMemory() first, "
                + "or set MALLOC_MMAP_MAX_=0, MALLOC_TRIM_THRESHOLD_=17179869184 and MALLOC_TOP_PAD_=134217728"
            : "the system's own";

    private string ThreadWords => FormattableString.Invariant($"{Threads} {(Threads == 1 ? "thread" : "threads")}");

    /// <summary>The whole report, one line for each fact.</summary>
    public ImmutableArray<string> Lines =>
        [
            $"System: {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}",
            $"libtorch: TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}, GPU: {(HasGpu ? "yes" : "none found")}",
            $"bfloat16: {BFloat16Advice}",
            string.Create(CultureInfo.InvariantCulture, $"Memory: {Memory / 1e9:F1} GB for this process"),
            $"Allocator: {(KeepsFreedMemory ? "freed memory is kept for the next step" : AllocatorAdvice)}",
            $"Threads: {ThreadAdvice}",
        ];

    /// <summary>Looks at this machine.</summary>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded.</exception>
    public static MachineReport Now()
    {
        TorchBackend.EnsureLoaded();
        return Of(Environment.ProcessorCount, torch.get_num_threads(), LoadAverage(), torch.cuda.is_available());
    }

    internal static MachineReport Of(int processors, int threads, double? load, bool hasGpu) =>
        new()
        {
            Processors = processors,
            Threads = threads,
            Load = load,
            HasGpu = hasGpu,
            HasFastBFloat16 = TorchRuntime.HasFastBFloat16,
            HasMatrixUnits = ReadMatrixUnits(),
            Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            KeepsFreedMemory = TorchRuntime.KeepsFreedMemory,
            LimitsSpinning = TorchRuntime.LimitsSpinning,
        };

    private int Free(double load) => Math.Max(1, (int)Math.Floor(Processors - load + Slack));

    // .NET has no name for it.
    private static bool ReadMatrixUnits()
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").Any(l => l.StartsWith("flags", StringComparison.Ordinal) && l.Contains(" amx_bf16"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static unsafe double? LoadAverage()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return null;
        double load;
        return LoadAverage(&load, 1) == 1 ? load : null;
    }

    [LibraryImport("libc", EntryPoint = "getloadavg")]
    private static unsafe partial int LoadAverage(double* loads, int count);
}
