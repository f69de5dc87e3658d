using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Gives the batches of a data set. They are made once, made anew with each epoch's draws, or read ahead.</summary>
/// <remarks>Which examples are in a batch, in which order, and what was drawn for each depends on (seed, epoch, position) alone. Only one
/// thread may enumerate at a time. Whoever enumerates disposes each batch, and the enumerator when it stops early, as foreach
/// does.</remarks>
public interface IBatchSource : IDisposable
{
    /// <summary>N, the number of examples.</summary>
    int Count { get; }

    /// <summary>k, the number of classes.</summary>
    int ClassCount { get; }

    /// <summary>c, the number of real targets of an example; null where labels are what is learned.</summary>
    int? TargetCount { get; }

    /// <summary>Where the batches are.</summary>
    Device Device { get; }

    /// <summary>The batches of an epoch of training, in the order of <see cref="EpochOrder"/>; the last one takes what is left.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batchSize">Examples in a batch, at least 1.</param>
    /// <param name="firstStep">The batches at the beginning that are left out. Default: 0.</param>
    /// <param name="token">Ends the enumeration, and what works for it, with an <see cref="OperationCanceledException"/>.</param>
    IEnumerable<Batch> Epoch(int epoch, int batchSize, int firstStep = 0, CancellationToken token = default);

    /// <summary>All examples as evaluation sees them, in the order of their positions.</summary>
    /// <param name="batchSize">Examples in a batch, at least 1; the last one takes what is left.</param>
    /// <param name="token">Ends the enumeration, and what works for it, with an <see cref="OperationCanceledException"/>.</param>
    IEnumerable<Batch> InOrder(int batchSize, CancellationToken token = default);
}
