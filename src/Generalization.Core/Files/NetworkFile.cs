using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>Keeps a network's weights and running averages in a safetensors file.</summary>
public static class NetworkFile
{
    /// <summary>Writes all parameters and buffers, aside first and then renamed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">A few words about it. Default: none.</param>
    /// <exception cref="ArgumentException">The network was disposed, or a part of it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(nn.Module network, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        LiveNetwork.ThrowIfDisposed(network);
        SafeTensors.Write(path, network.state_dict(), metadata);
    }

    /// <summary>Gives a network of the same structure the weights in a file; all of them or, on an error, none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SafeTensorsFormatException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">The file's tensors are not the network's, by name, shape or type, or the network was
    /// disposed.</exception>
    public static void LoadInto(nn.Module network, string path)
    {
        using var content = SafeTensors.Read(path);
        LoadInto(network, path, content);
    }

    /// <summary>Gives a network of the same structure the weights of a file that was read; all of them or, on an error, none.</summary>
    /// <remarks>Real numbers of another type are rounded to the network's.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, for what is said of it.</param>
    /// <param name="content">What was read, which stays the caller's.</param>
    /// <exception cref="ArgumentException">The file's tensors are not the network's, by name or shape; or one is of real numbers and the
    /// other is not, or a number is too large for the network's type; or the network was disposed.</exception>
    public static void LoadInto(nn.Module network, string path, SafeTensorsContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        LiveNetwork.ThrowIfDisposed(network);
        using var noGrad = no_grad();
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
            if (TypeProblem(name, saved, tensor, path) is { } problem)
                throw new ArgumentException(problem, nameof(network));
        }

        if (content.Tensors.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } extra)
            throw new ArgumentException(
                $"A file must hold the network's tensors alone, but {path} also has " + $"{extra}; build the network as it was saved.",
                nameof(network)
            );
        foreach (var (name, tensor) in own)
            tensor.copy_(content.Tensors[name]);
    }

    // A copy converts without a word: a number beyond the type's largest becomes an infinity, and 0.5 becomes the whole number 0.
    private static string? TypeProblem(string name, Tensor saved, Tensor own, string path)
    {
        if (saved.dtype == own.dtype)
            return null;
        using var scope = NewDisposeScope();
        // Whole numbers of another width, as other tools write them, are the same where they fit.
        if (IsWhole(saved) && IsWhole(own) && saved.to(own.dtype).to(saved.dtype).eq(saved).all().item<bool>())
            return null;
        if (!saved.is_floating_point() || !own.is_floating_point())
            return $"Saved tensors must have the network's types, but {name} is {saved.dtype} in {path} and {own.dtype} in the network; "
                + "build the network as it was saved.";
        return saved.isfinite().logical_and(saved.to(own.dtype).isfinite().logical_not()).any().item<bool>()
            ? $"Saved numbers must be finite in the network's type {own.dtype}, but {name} in {path}, of {saved.dtype}, holds one that is "
                + $"too large; convert the network to {saved.dtype} before it is loaded."
            : null;
    }

    private static bool IsWhole(Tensor tensor) => !tensor.is_floating_point() && !tensor.is_complex() && tensor.dtype != ScalarType.Bool;
}
