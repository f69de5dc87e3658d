using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>While it lives, what this thread convolves and multiplies is converted to bfloat16, whatever module asks for it.</summary>
/// <remarks>
/// <para>It is libtorch's own automatic mixed precision, as Python's torch.autocast turns it on, without its cache of converted weights:
/// that is the whole process's, and a training on another thread would empty it in the middle of a pass. Parameters stay float32 and get
/// float32 gradients, and normalizations keep their statistics in float32.</para>
/// <para>TorchSharp does not export the switch, so it is looked up in the library by the name that C++ compilers for Linux and macOS give
/// it.</para>
/// </remarks>
internal sealed unsafe class Autocast : IDisposable
{
    private static readonly Lazy<Switch> Library = new(() => new Switch());
    private readonly sbyte device;
    private readonly (byte Enabled, sbyte Type, byte Cached) before;

    private Autocast(sbyte device)
    {
        this.device = device;
        var library = Library.Value;
        before = (library.IsEnabled(device), library.GetType(device), library.IsCached());
        library.SetType(device, (sbyte)ScalarType.BFloat16);
        library.EnableCache(0);
        library.Enable(device, 1);
    }

    /// <summary>Turns it on for a precision that needs it; null for one that does not.</summary>
    /// <exception cref="PlatformNotSupportedException">This platform's libtorch has no such switch under a known name.</exception>
    public static Autocast? For(Precision precision, Device device) =>
        precision == Precision.BFloat16 ? new Autocast((sbyte)device.type) : null;

    public void Dispose()
    {
        var library = Library.Value;
        library.Enable(device, before.Enabled);
        library.SetType(device, before.Type);
        library.EnableCache(before.Cached);
    }

    private sealed class Switch
    {
        public readonly delegate* unmanaged<sbyte, byte> IsEnabled;
        public readonly delegate* unmanaged<sbyte, byte, void> Enable;
        public new readonly delegate* unmanaged<sbyte, sbyte> GetType;
        public readonly delegate* unmanaged<sbyte, sbyte, void> SetType;
        public readonly delegate* unmanaged<byte> IsCached;
        public readonly delegate* unmanaged<byte, void> EnableCache;

        public Switch()
        {
            const string device = "EN3c1010DeviceTypeE",
                function = "_ZN2at8autocast";
            IsEnabled = (delegate* unmanaged<sbyte, byte>)Find(function + "19is_autocast_enabled" + device);
            Enable = (delegate* unmanaged<sbyte, byte, void>)Find(function + "20set_autocast_enabled" + device + "b");
            GetType = (delegate* unmanaged<sbyte, sbyte>)Find(function + "18get_autocast_dtype" + device);
            SetType = (delegate* unmanaged<sbyte, sbyte, void>)Find(
                function + "18set_autocast_dtype" + device[..^1] + "ENS1_10ScalarTypeE"
            );
            IsCached = (delegate* unmanaged<byte>)Find(function + "25is_autocast_cache_enabledEv");
            EnableCache = (delegate* unmanaged<byte, void>)Find(function + "26set_autocast_cache_enabledEb");
        }

        private static nint Find(string name) =>
            LibTorch.Function(name, "Precision.BFloat16 needs libtorch's automatic mixed precision", "train in Float32");
    }
}
