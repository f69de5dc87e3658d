using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Tests;

public class TorchRuntimeTests
{
    [Fact]
    public void Freed_memory_can_be_kept_where_the_C_library_is_glibc_and_tensors_are_the_same_after()
    {
        var isGlibc =
            OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out var library)
            && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _);
        TorchRuntime.KeepFreedMemory().Should().Be(isGlibc);
        using var scope = NewDisposeScope();
        for (var i = 0; i < 3; i++)
            ones([1 << 20]).sum().item<float>().Should().Be(1 << 20);
    }

    [Fact]
    public void A_thread_of_its_own_keeps_freed_memory_too()
    {
        if (!TorchRuntime.KeepFreedMemory())
            return; // The C library is not glibc.
        const int buffers = 6,
            bytes = 25 << 20,
            page = 4096;
        var faults = new List<long>();
        var thread = new Thread(() =>
        {
            for (var step = 0; step < 10; step++)
            {
                var before = Faults();
                var taken = Enumerable.Range(0, buffers).Select(_ => Marshal.AllocHGlobal(bytes)).ToArray();
                foreach (var buffer in taken)
                    for (var at = 0; at < bytes; at += page)
                        Marshal.WriteByte(buffer, at, 1);
                foreach (var buffer in taken.Reverse())
                    Marshal.FreeHGlobal(buffer);
                faults.Add(Faults() - before);
            }
        });
        thread.Start();
        thread.Join();
        faults.Skip(2).Should().OnlyContain(f => f < buffers * (bytes / page) / 10, "the pages are there already");

        static long Faults() => long.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[1].Split(' ')[7]);
    }

    [Theory]
    [InlineData("0", "2147483647", "134217728", true)]
    [InlineData("0", "17179869184", "134217728", true)]
    [InlineData("0", null, null, false)]
    [InlineData("0", "17179869184", null, false)]
    [InlineData("0", "131072", "134217728", false)]
    [InlineData(null, "17179869184", "134217728", false)]
    [InlineData("65536", "17179869184", "134217728", false)]
    public void The_environment_keeps_freed_memory_by_three_variables(string? mappings, string? threshold, string? pad, bool keeps) =>
        TorchRuntime.SaysToKeep(mappings, threshold, pad).Should().Be(keeps);

    [Fact]
    public void Threads_that_wait_sleep_soon_and_results_are_the_same()
    {
        // Each test process asks for it before its first tensor.
        TorchRuntime.LimitsSpinning.Should().Be(OperatingSystem.IsLinux());
        using var scope = NewDisposeScope();
        ones([1 << 20]).sum().item<float>().Should().Be(1 << 20);
        TorchRuntime.LimitSpinning().Should().Be(OperatingSystem.IsLinux(), "it was taken, and cannot be taken again");
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "PASSIVE", true)]
    [InlineData(null, "active", false)]
    [InlineData("1000", "active", true)]
    [InlineData("300000", "passive", false)]
    [InlineData("INFINITY", null, false)]
    public void The_environment_may_say_it_too(string? spins, string? policy, bool sleeps) =>
        TorchRuntime.SaysToSleep(spins, policy).Should().Be(sleeps);

    [Fact]
    public void Tf32_is_allowed_or_not_for_products_and_convolutions_alike()
    {
        var before = (TorchSharp.torch.backends.cuda.matmul.allow_tf32, TorchSharp.torch.backends.cudnn.allow_tf32);
        try
        {
            foreach (var allowed in new[] { true, false })
            {
                TorchRuntime.AllowTf32(allowed);
                TorchSharp.torch.backends.cuda.matmul.allow_tf32.Should().Be(allowed);
                TorchSharp.torch.backends.cudnn.allow_tf32.Should().Be(allowed);
            }
        }
        finally
        {
            (TorchSharp.torch.backends.cuda.matmul.allow_tf32, TorchSharp.torch.backends.cudnn.allow_tf32) = before;
        }
    }

    [Fact]
    public void The_switch_for_deterministic_convolutions_is_found_on_Linux_and_macOS()
    {
        TorchRuntime.RequireDeterministicConvolutions(true).Should().Be(!OperatingSystem.IsWindows());
        TorchRuntime.RequireDeterministicConvolutions(false).Should().Be(!OperatingSystem.IsWindows());
    }
}
