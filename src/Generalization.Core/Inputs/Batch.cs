using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Some examples of a data set on a device, as a network takes them.</summary>
/// <remarks>A batch owns its tensors, whatever dispose scope they were made in. Whoever asked for the batch disposes it, and so all of its
/// tensors. Clone a tensor that must outlive the batch.</remarks>
public sealed class Batch : IDisposable
{
    /// <summary>Puts a batch together; the tensors are the batch's from now on.</summary>
    /// <param name="positions">(n), int64.</param>
    /// <param name="positionsOnHost">The same positions.</param>
    /// <param name="epoch">The epoch, from 1; 0 in evaluation.</param>
    /// <param name="inputs">(n, C′, H′, W′), float32.</param>
    /// <param name="labels">(n), int64.</param>
    /// <param name="targets">(n, c), float32; null where labels are what is learned.</param>
    /// <exception cref="ArgumentException">They are not n each.</exception>
    public Batch(Tensor positions, ReadOnlyMemory<long> positionsOnHost, int epoch, Tensor inputs, Tensor labels, Tensor? targets = null)
    {
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        var n = positionsOnHost.Length;
        if (positions.shape[0] != n || inputs.shape[0] != n || labels.shape[0] != n || (targets?.shape[0] ?? n) != n)
            throw new ArgumentException(
                $"A batch must have as many inputs and labels as positions, {n}, but had {inputs.shape[0]} and {labels.shape[0]}.",
                nameof(inputs)
            );
        (Positions, PositionsOnHost, Epoch) = (positions.DetachFromDisposeScope(), positionsOnHost, epoch);
        (Inputs, Labels) = (inputs.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
        Targets = targets?.DetachFromDisposeScope();
    }

    /// <summary>Where the examples stand in the data set, (n), int64, on the device.</summary>
    public Tensor Positions { get; }

    /// <summary>The same positions.</summary>
    public ReadOnlyMemory<long> PositionsOnHost { get; }

    /// <summary>The epoch, from 1; 0 in evaluation.</summary>
    public int Epoch { get; }

    /// <summary>(n, C′, H′, W′), float32.</summary>
    public Tensor Inputs { get; private set; }

    /// <summary>The labels as assigned, (n), int64.</summary>
    public Tensor Labels { get; }

    /// <summary>Real targets, (n, c), float32; null where labels are what is learned.</summary>
    public Tensor? Targets { get; }

    /// <summary>n.</summary>
    public int Count => PositionsOnHost.Length;

    /// <summary>Gives the batch other inputs and disposes of those that it had.</summary>
    /// <param name="inputs">(n, …), float32, the batch's from now on.</param>
    /// <returns>This batch.</returns>
    public Batch Replace(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Inputs.Dispose();
        Inputs = inputs.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        Inputs.Dispose();
        Labels.Dispose();
        Targets?.Dispose();
    }
}
