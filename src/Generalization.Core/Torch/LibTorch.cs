using System.Runtime.InteropServices;
using TorchSharp;

namespace Generalization.Torch;

/// <summary>Functions of libtorch that TorchSharp does not export, by the names that C++ compilers for Linux and macOS give them.</summary>
internal static class LibTorch
{
    /// <summary>A function's address.</summary>
    /// <param name="name">Its mangled name.</param>
    /// <param name="need">Who needs what, for the sentence where it is not there.</param>
    /// <param name="instead">What to do then.</param>
    /// <exception cref="PlatformNotSupportedException">This platform's libtorch has no such function under that name.</exception>
    public static nint Function(string name, string need, string instead)
    {
        TorchBackend.EnsureLoaded();
        var file =
            OperatingSystem.IsWindows() ? "torch_cpu.dll"
            : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib"
            : "libtorch_cpu.so";
        if (!NativeLibrary.TryLoad(file, out var library) && !NativeLibrary.TryLoad(file, typeof(torch).Assembly, null, out library))
            throw new PlatformNotSupportedException($"{need}, but {file} was not found among the loaded libraries; {instead}.");
        return NativeLibrary.TryGetExport(library, name, out var found)
            ? found
            : throw new PlatformNotSupportedException(
                $"{need}, but the library for {RuntimeInformation.RuntimeIdentifier} has no {name}; {instead}."
            );
    }
}
