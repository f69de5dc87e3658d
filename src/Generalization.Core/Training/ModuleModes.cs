using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Which modules of a network are in training mode and which in evaluation mode, so that each can be put back.</summary>
internal sealed class ModuleModes(nn.Module network)
{
    // A module comes before those that it holds.
    private readonly (string Name, nn.Module Module, bool IsTraining)[] modes =
    [
        .. ModuleWords.All(network).Select(m => (m.Name, m.Module, m.Module.training)),
    ];

    /// <summary>Sets the network to training mode, and gives the modules that were in evaluation mode inside of one in training mode and no
    /// longer are; of nested ones the outermost.</summary>
    public string[] Train()
    {
        network.train();
        // A network that was loaded or evaluated is in evaluation mode as a whole, and nothing is meant by it.
        if (!modes[0].IsTraining)
            return [];
        var changed = modes.Where(m => !m.IsTraining && m.Module.training).Select(m => m.Name).ToArray();
        return [.. changed.Where(name => !changed.Any(outer => name.StartsWith(outer + ".", StringComparison.Ordinal)))];
    }

    /// <summary>Gives each module the mode that it had.</summary>
    public void Restore()
    {
        foreach (var (_, module, isTraining) in modes)
            if (module.training != isTraining)
                module.train(isTraining);
    }
}
