using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>Tensors by name, and a few words about them, read from a file; owns the tensors.</summary>
public sealed class SafeTensorsContent : IDisposable
{
    internal SafeTensorsContent(ImmutableDictionary<string, Tensor> tensors, ImmutableDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    /// <summary>The tensors, on the CPU.</summary>
    public ImmutableDictionary<string, Tensor> Tensors { get; }

    /// <summary>The words.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
            tensor.Dispose();
    }
}
