using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>While it lives, what this thread convolves and multiplies is converted to bfloat16, whatever module asks for it.</summary>
/// <remarks>
/// <para>It is libtorch's own automatic mixed precision, as Python's torch.autocast turns it on: parameters stay float32 and get float32 gradients, each is
/// converted once a pass, and normalizations keep their statistics in float32.</para>
/// <para>TorchSharp does not export the switch, so it is looked up in the library by the name that C++ compilers for Linux and macOS give it.</para>
/// </remarks>
internal sealed unsafe class Autocast : IDisposable
{
    private static readonly Lazy<Switch> Library = new(() => new Switch());
    private readonly sbyte device;
    private readonly (byte Enabled, sbyte Type) before;

    private Autocast(sbyte device)
    {
        this.device = device;
        var library = Library.Value;
        before = (library.IsEnabled(device), library.GetType(device));
        library.SetType(device, (sbyte)ScalarType.BFloat16);
        library.Enable(device, 1);
        library.Enter();
    }

    /// <summary>Turns it on for a precision that needs it; null for one that does not.</summary>
    /// <exception cref="PlatformNotSupportedException">This platform's libtorch has no such switch under a known name.</exception>
    public static Autocast? For(Precision precision, Device device) => precision == Precision.BFloat16 ? new Autocast((sbyte)device.type) : null;

    public void Dispose()
    {
        var library = Library.Value;
        // The converted weights are of this pass: the next step changes them.
        if (library.Leave() == 0) library.ClearCache();
        library.Enable(device, before.Enabled);
        library.SetType(device, before.Type);
    }

    private sealed class Switch
    {
        public readonly delegate* unmanaged<sbyte, byte> IsEnabled;
        public readonly delegate* unmanaged<sbyte, byte, void> Enable;
        public readonly new delegate* unmanaged<sbyte, sbyte> GetType;
        public readonly delegate* unmanaged<sbyte, sbyte, void> SetType;
        public readonly delegate* unmanaged<int> Enter, Leave;
        public readonly delegate* unmanaged<void> ClearCache;

        public Switch()
        {
            TorchBackend.EnsureLoaded();
            const string device = "EN3c1010DeviceTypeE", function = "_ZN2at8autocast";
            IsEnabled = (delegate* unmanaged<sbyte, byte>)Find(function + "19is_autocast_enabled" + device);
            Enable = (delegate* unmanaged<sbyte, byte, void>)Find(function + "20set_autocast_enabled" + device + "b");
            GetType = (delegate* unmanaged<sbyte, sbyte>)Find(function + "18get_autocast_dtype" + device);
            SetType = (delegate* unmanaged<sbyte, sbyte, void>)Find(function + "18set_autocast_dtype" + device[..^1] + "ENS1_10ScalarTypeE");
            Enter = (delegate* unmanaged<int>)Find(function + "17increment_nestingEv");
            Leave = (delegate* unmanaged<int>)Find(function + "17decrement_nestingEv");
            ClearCache = (delegate* unmanaged<void>)Find(function + "11clear_cacheEv");
        }

        private static nint Find(string name) =>
            NativeLibrary.TryLoad(OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so", out var library) && NativeLibrary.TryGetExport(library, name, out var found) ? found
                : throw new PlatformNotSupportedException($"Precision.BFloat16 needs libtorch's automatic mixed precision, but {RuntimeInformation.RuntimeIdentifier}'s library has no {name}; train in Float32.");
    }
}
