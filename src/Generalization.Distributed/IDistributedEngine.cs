using Generalization.Distributed.Results;

namespace Generalization.Distributed;

/// <summary>What trains by many workers: a simulation, or a cluster.</summary>
public interface IDistributedEngine
{
    /// <summary>Trains, to the last epoch or until the training set is fitted.</summary>
    /// <param name="training">The training.</param>
    /// <param name="folder">Where it may keep what it goes on from, in a folder of its own; made where it is missing.</param>
    /// <param name="epochDone">Hears each epoch that was evaluated. Default: nobody.</param>
    /// <param name="token">Ends it early.</param>
    /// <returns>What it gave; a training that diverged is one.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    DistributedRun Train(
        DistributedTraining training,
        string folder,
        Action<DistributedEpoch>? epochDone = null,
        CancellationToken token = default
    );
}
