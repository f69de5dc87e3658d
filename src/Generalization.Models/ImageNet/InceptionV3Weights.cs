using System.Collections.Immutable;
using Generalization.Files;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Reads and writes weights of Inception V3 under torchvision's names, as safetensors.</summary>
/// <remarks>torchvision publishes a pickle, <c>inception_v3_google-0cc3c7bd.pth</c>, which can run anything and is not read here; in
/// Python <c>safetensors.torch.save_file(torch.load(PATH, weights_only=True), "inception_v3.safetensors")</c> makes a file of it. Those
/// weights were trained by TensorFlow on inputs in [−1, 1], as slim's preprocessing gives them. In torchvision
/// <c>transform_input=True</c>, which it sets where it loads them, brings inputs that were standardized by ImageNet's mean and deviation
/// back to that range; here nothing is brought back, so give (x / 255 − 0.5) · 2.</remarks>
public static class InceptionV3Weights
{
    private const string Steps = "steps",
        Tracked = ".num_batches_tracked",
        Auxiliary = "AuxLogits.";

    /// <summary>Gives a network the weights in a file; all of them or, on an error, none.</summary>
    /// <remarks>Counters of batches are optional. A file without scales goes into a network without scales alone. The auxiliary head's
    /// tensors are passed over where the network has no such head.</remarks>
    /// <param name="network">The network, of <see cref="InceptionV3Options.Torchvision"/> for torchvision's weights.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SafeTensorsFormatException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">The file's tensors are not the network's, by name or shape, or the network was
    /// disposed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(InceptionV3 network, string path)
    {
        LiveNetwork.ThrowIfDisposed(network);
        using var content = SafeTensors.Read(path);
        var own = network.state_dict();
        var wanted = own.Keys.Where(name => name != Steps);
        foreach (var name in wanted)
        {
            if (!content.Tensors.TryGetValue(name, out var saved))
                throw new ArgumentException(
                    $"A file must hold every tensor of the network, but {path} has no {name}; make the network with the options of the "
                        + $"one that was saved, {nameof(InceptionV3Options)}.{nameof(InceptionV3Options.Torchvision)} for torchvision's.",
                    nameof(network)
                );
            if (!saved.shape.SequenceEqual(own[name].shape))
                throw new ArgumentException(
                    $"Saved tensors must have the network's shapes, but {name} is ({string.Join(", ", saved.shape)}) in {path} and "
                        + $"({string.Join(", ", own[name].shape)}) in the network; make it for as many classes.",
                    nameof(network)
                );
        }

        bool IsPassedOver(string name) =>
            name.EndsWith(Tracked, StringComparison.Ordinal)
            || (!network.HasAuxiliaryOutput && name.StartsWith(Auxiliary, StringComparison.Ordinal));
        if (
            content.Tensors.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !own.ContainsKey(name) && !IsPassedOver(name)) is
            { } extra
        )
            throw new ArgumentException(
                $"A file must hold the network's tensors alone, but {path} also has {extra}; make the network with the options of the one "
                    + "that was saved.",
                nameof(network)
            );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, tensor) in own)
            if (content.Tensors.TryGetValue(name, out var saved))
                tensor.copy_(saved);
        // Averages that are there are of many steps, whoever counted them.
        if (!content.Tensors.ContainsKey(Steps))
            own[Steps].copy_(tensor((long)1e6));
        network.train(network.training);
    }

    /// <summary>Writes a network's weights and running averages, aside first and then renamed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The network was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(InceptionV3 network, string path)
    {
        LiveNetwork.ThrowIfDisposed(network);
        // A counter for the whole network is our own: torchvision's strict loading would refuse it.
        var tensors = network.state_dict().Where(t => t.Key != Steps).ToImmutableDictionary(t => t.Key, t => t.Value);
        SafeTensors.Write(path, tensors);
    }
}
