using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Which modules of a network are in training mode and which in evaluation mode, so that each can be put back.</summary>
/// <param name="network">The network, whose modes are kept as they are now.</param>
public sealed class ModuleModes(nn.Module network)
{
    // A module comes before those that it holds.
    private readonly (string Name, nn.Module Module, bool IsTraining)[] modes =
    [
        .. ModuleWords.All(network ?? throw new ArgumentNullException(nameof(network))).Select(m => (m.Name, m.Module, m.Module.training)),
    ];

    /// <summary>Sets the network to training mode, and gives the modules that were in evaluation mode inside of one in training mode and no
    /// longer are; of nested ones the outermost.</summary>
    internal string[] Train()
    {
        network.train();
        // A network that was loaded or evaluated is in evaluation mode as a whole, and nothing is meant by it.
        if (!modes[0].IsTraining)
            return [];
        var changed = modes.Where(m => !m.IsTraining && m.Module.training).Select(m => m.Name).ToArray();
        return [.. changed.Where(name => !changed.Any(outer => name.StartsWith(outer + ".", StringComparison.Ordinal)))];
    }

    /// <summary>Gives each module the mode that it had, but for those that the network's own <c>train</c> leaves in evaluation
    /// mode.</summary>
    public void Restore()
    {
        var isTraining = modes[0].IsTraining;
        network.train(isTraining);
        var kept = isTraining ? modes.Where(m => !m.Module.training).Select(m => m.Module).ToHashSet() : [];
        foreach (var (_, module, wasTraining) in modes)
            if (module.training != wasTraining && !kept.Contains(module))
                module.train(wasTraining);
    }
}
