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
}
