using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>Keeps a network's weights and running averages in a safetensors file.</summary>
public static class NetworkFile
{
    /// <summary>Writes all parameters and buffers, aside first and then renamed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">A few words about it. Default: none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(nn.Module network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafeTensors.Write(path, network.state_dict(), metadata);
    }

    /// <summary>Gives a network of the same structure the weights in a file; all of them or, on an error, none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SafeTensorsFormatException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">The file's tensors are not the network's, by name or shape.</exception>
    public static void LoadInto(nn.Module network, string path)
    {
        using var content = SafeTensors.Read(path);
        LoadInto(network, path, content);
    }

    /// <summary>Gives a network of the same structure the weights of a file that was read; all of them or, on an error, none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, for what is said of it.</param>
    /// <param name="content">What was read, which stays the caller's.</param>
    /// <exception cref="ArgumentException">The file's tensors are not the network's, by name or shape.</exception>
    public static void LoadInto(nn.Module network, string path, SafeTensorsContent content)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(content);
        var own = network.state_dict();
        foreach (var (name, tensor) in own)
        {
            if (!content.Tensors.TryGetValue(name, out var saved))
                throw new ArgumentException(
                    $"A file must hold every tensor of the network, but {path} has no " + $"{name}; build the network as it was saved.",
                    nameof(network)
                );
            if (!saved.shape.SequenceEqual(tensor.shape))
                throw new ArgumentException(
                    $"Saved tensors must have the network's shapes, but {name} is ({string.Join(", ", saved.shape)}) in "
                        + $"{path} and ({string.Join(", ", tensor.shape)}) in the network.",
                    nameof(network)
                );
        }

        if (content.Tensors.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } extra)
            throw new ArgumentException(
                $"A file must hold the network's tensors alone, but {path} also has " + $"{extra}; build the network as it was saved.",
                nameof(network)
            );
        using var noGrad = no_grad();
        foreach (var (name, tensor) in own)
            tensor.copy_(content.Tensors[name]);
    }
}
