using TorchSharp;

namespace Generalization.Torch;

/// <summary>The native libtorch behind TorchSharp, and its devices.</summary>
public static class TorchBackend
{
    /// <summary>A device by name.</summary>
    /// <param name="name">"cpu", "cuda", or "auto": the GPU where there is one.</param>
    /// <exception cref="ArgumentException">The name is another, or there is no GPU.</exception>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded.</exception>
    public static torch.Device Device(string name)
    {
        EnsureLoaded();
        return name switch
        {
            "cpu" => torch.CPU,
            "auto" => torch.cuda.is_available() ? torch.CUDA : torch.CPU,
            "cuda" when torch.cuda.is_available() => torch.CUDA,
            "cuda" => throw new ArgumentException(
                "The device cuda needs a GPU and a CUDA build of libtorch, " + "but none was found; choose cpu or auto.",
                nameof(name)
            ),
            _ => throw new ArgumentException($"The device must be auto, cpu or cuda, but was {name}.", nameof(name)),
        };
    }

    /// <summary>Loads libtorch, or says in a sentence why it cannot be loaded.</summary>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e)
            when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or EntryPointNotFoundException)
        {
            throw new TorchBackendException(e.GetBaseException());
        }
    }
}
