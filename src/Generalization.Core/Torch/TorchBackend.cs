using TorchSharp;

namespace Generalization.Torch;

/// <summary>The native libtorch behind TorchSharp, and its devices.</summary>
public static class TorchBackend
{
    private static readonly Lazy<bool> Chosen = new(ChooseVectorizedFunctions);

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
                "The device cuda needs a GPU and a CUDA build of libtorch, but none was found; choose cpu or auto.",
                nameof(name)
            ),
            _ => throw new ArgumentException($"The device must be auto, cpu or cuda, but was {name}.", nameof(name)),
        };
    }

    /// <summary>The CPU; where libtorch cannot be loaded, a sentence instead of what TorchSharp throws.</summary>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded.</exception>
    public static torch.Device Cpu
    {
        get
        {
            EnsureLoaded();
            return torch.CPU;
        }
    }

    /// <summary>Loads libtorch, or says in a sentence why it cannot be loaded.</summary>
    /// <remarks>The library calls it at each of its entries. A program that makes its own layers before it calls the library should call it
    /// first, because TorchSharp itself throws a <see cref="TypeInitializationException"/>.</remarks>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            _ = Chosen.Value;
        }
        catch (Exception e)
            when (e
                    is TypeInitializationException
                        or DllNotFoundException
                        or BadImageFormatException
                        or NotSupportedException
                        or EntryPointNotFoundException
            )
        {
            throw new TorchBackendException(e.GetBaseException(), OperatingSystem.IsWindows());
        }
    }

    // The vectorized square root, exponential and arc cosine choose their code for this processor at their first call in a process. Where
    // two threads make that call at once, one may take less accurate code for its share (pytorch issue 188792), so one thread makes it
    // here.
    private static bool ChooseVectorizedFunctions()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var type in new[] { torch.ScalarType.Float32, torch.ScalarType.Float64 })
        {
            var one = torch.ones(1, type);
            _ = (one.sqrt(), one.exp(), one.acos());
        }

        return true;
    }
}
