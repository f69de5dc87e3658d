namespace Generalization.Distributed.Orleans;

/// <summary>The one who hands parts out, pauses for checkpoints, and goes back to one where blocks are lost; its key is 0.</summary>
[Alias("generalization.coordinator")]
public interface ICoordinatorGrain : IGrainWithIntegerKey
{
    /// <summary>Takes what a worker has done and says what it is to do next; waits a little where there is nothing yet.</summary>
    /// <param name="worker">The worker's number, which no other has.</param>
    /// <param name="words">What the training is to the worker, <see cref="DistributedTraining.Describe"/>.</param>
    /// <param name="done">What it has done; null where it has done nothing.</param>
    /// <exception cref="OtherTrainingException">It is another training to the cluster.</exception>
    [Alias("next")]
    Task<WorkReply> Next(int worker, string words, WorkDone? done);

    /// <summary>A worker is alive.</summary>
    /// <param name="worker">The worker's number.</param>
    [Alias("alive")]
    Task Alive(int worker);

    /// <summary>A block has no state of a generation.</summary>
    /// <param name="generation">The generation.</param>
    [Alias("fault")]
    Task Fault(long generation);

    /// <summary>Says where the training stands.</summary>
    [Alias("status")]
    Task<ClusterStatus> Status();
}
