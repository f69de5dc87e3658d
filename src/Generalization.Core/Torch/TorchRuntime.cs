using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Generalization.Torch;

/// <summary>Settings of the whole process. An application may choose them at its start; a library never does.</summary>
public static partial class TorchRuntime
{
    private const int TrimThreshold = -1,
        TopPad = -2,
        MostMappings = -4; // M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX of malloc.h

    // A thread other than the first has heaps of at most 64 MiB. An empty one is returned where it and the room of the one before are
    // more than this.
    private const int TwoHeaps = 1 << 27;

    // The pool's own choice where it has more threads than processors.
    private const string SpinCount = "GOMP_SPINCOUNT",
        MostSpins = "1000",
        WaitPolicy = "OMP_WAIT_POLICY";
    private const int ShortSpin = 10_000;

    /// <summary>Keeps freed memory for the next step, instead of returning it to the system and getting zeroed memory again.</summary>
    /// <remarks>
    /// <para>A training step on a CPU allocates and frees the same large buffers each time; glibc maps each anew, and its pages are faulted
    /// in one by one. The price is memory: the process keeps the most that it ever held, up to 2 GiB at the heap's end, and holes between.
    /// Call it before anything is allocated, in applications that train on a CPU. Do not call it where one large matrix comes and
    /// goes.</para>
    /// <para>The same as MALLOC_MMAP_MAX_=0, MALLOC_TRIM_THRESHOLD_=2147483647 and MALLOC_TOP_PAD_=134217728 in the environment. It does
    /// nothing where the C library is not glibc.</para>
    /// </remarks>
    /// <returns>Whether the setting was taken.</returns>
    public static bool KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return KeepsFreedMemory = Set(MostMappings, 0) == 1 && Set(TrimThreshold, int.MaxValue) == 1 && Set(TopPad, TwoHeaps) == 1;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether <see cref="KeepFreedMemory"/> was called with success, or the environment says at least the same by all three
    /// variables.</summary>
    public static bool KeepsFreedMemory { get; private set; } =
        OperatingSystem.IsLinux()
        && SaysToKeep(
            Environment.GetEnvironmentVariable("MALLOC_MMAP_MAX_"),
            Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_"),
            Environment.GetEnvironmentVariable("MALLOC_TOP_PAD_")
        );

    // Without the other two the first keeps little: a heap's end is returned at 128 KiB, and a thread's empty heap at once.
    internal static bool SaysToKeep(string? mappings, string? threshold, string? pad) =>
        Number(mappings) == 0 && Number(threshold) >= int.MaxValue && Number(pad) >= TwoHeaps;

    /// <summary>Lets a thread of libtorch that waits for another one sleep soon, instead of turning in a loop for some
    /// milliseconds.</summary>
    /// <remarks>
    /// <para>Each operation ends when the slowest of its threads does. Where other programs keep the processors busy, the thread that is
    /// waited for often waits itself, for the processor on which the first one turns: operations then take ten times as long and more.
    /// With this setting the first one gives its processor away after some 50 µs. Results have the same bits.</para>
    /// <para>Where nothing else runs it costs time, since a thread that sleeps must be woken: the small Inception in bfloat16 trained at
    /// 248 images/s instead of 382 on two processors of a virtual machine; AlexNet and a perceptron lost 2 to 3 %
    /// (docs/benchmarks.md).</para>
    /// <para>Call it before the first tensor is made: libtorch's thread pool reads it once. The same as GOMP_SPINCOUNT=1000 in the
    /// environment. Where the environment has that variable or OMP_WAIT_POLICY, its word stays. It does nothing outside Linux.</para>
    /// </remarks>
    /// <returns>Whether the setting is in force, from here or from the environment.</returns>
    public static bool LimitSpinning()
    {
        if (!IsSpinningChosen && OperatingSystem.IsLinux() && !IsPoolLoaded())
            LimitsSpinning = SetEnvironment(SpinCount, MostSpins, 0) == 0;
        return LimitsSpinning;
    }

    /// <summary>Whether <see cref="LimitSpinning"/> was called with success, or the environment says the same: GOMP_SPINCOUNT of at most
    /// 10,000, or else OMP_WAIT_POLICY=passive.</summary>
    public static bool LimitsSpinning { get; private set; } =
        OperatingSystem.IsLinux()
        && SaysToSleep(Environment.GetEnvironmentVariable(SpinCount), Environment.GetEnvironmentVariable(WaitPolicy));

    internal static bool SaysToSleep(string? spins, string? policy) =>
        spins is not null ? Number(spins) <= ShortSpin : string.Equals(policy, "passive", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether libtorch's fast bfloat16 layers run on this processor: they need AVX-512 with the extensions BW, DQ and VL, and are
    /// faster than float32 where it has AVX512-BF16 or AMX besides.</summary>
    public static bool HasFastBFloat16 => Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported;

    /// <summary>Whether a GPU may round the factors of float32 products and convolutions to TF32, 10 bits of mantissa instead of 23, which
    /// is faster.</summary>
    /// <remarks>libtorch begins with it allowed for convolutions and not for products; the samples allow it for neither. Without a GPU it
    /// changes nothing.</remarks>
    /// <param name="allowed">Whether.</param>
    public static void AllowTf32(bool allowed)
    {
        TorchBackend.EnsureLoaded();
        torch.backends.cuda.matmul.allow_tf32 = allowed;
        torch.backends.cudnn.allow_tf32 = allowed;
    }

    /// <summary>Whether cuDNN may take only algorithms that give the same bits each time.</summary>
    /// <remarks>Without this, float32 convolutions on a GPU give other bits each time, since some algorithms add in the order in which
    /// threads come. With it they take about a tenth longer on an H200. Without a GPU it changes nothing. TorchSharp does not export the
    /// switch, so it is looked up in the library by name, which Linux and macOS have.</remarks>
    /// <param name="required">Whether.</param>
    /// <returns>Whether this platform's libtorch has the switch under a known name.</returns>
    public static unsafe bool RequireDeterministicConvolutions(bool required)
    {
        nint context,
            set;
        try
        {
            context = LibTorch.Function("_ZN2at13globalContextEv", "Deterministic convolutions need libtorch's context", "do without");
            set = LibTorch.Function(
                "_ZN2at7Context21setDeterministicCuDNNEb",
                "Deterministic convolutions need libtorch's switch for them",
                "do without"
            );
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }

        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), required ? (byte)1 : (byte)0);
        return true;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsSpinningChosen =>
        LimitsSpinning || (Environment.GetEnvironmentVariable(SpinCount) ?? Environment.GetEnvironmentVariable(WaitPolicy)) is not null;

    private static bool IsPoolLoaded() => File.ReadLines("/proc/self/maps").Any(l => l.Contains("libgomp", StringComparison.Ordinal));

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);

    // The runtime's own SetEnvironmentVariable changes a copy, which libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
