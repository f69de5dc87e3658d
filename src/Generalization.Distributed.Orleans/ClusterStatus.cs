namespace Generalization.Distributed.Orleans;

/// <summary>Where the training stands.</summary>
/// <param name="Generation">Its generation.</param>
/// <param name="Epoch">The epoch that the last checkpoint ended; 0 before the first.</param>
/// <param name="PartsDone">The parts that are done or left out.</param>
/// <param name="PartsDropped">Parts that a policy with backups left out.</param>
/// <param name="PartsBegunAgain">Parts whose worker was lost.</param>
/// <param name="PartsLost">Parts that were done and lost again with a silo.</param>
/// <param name="TimesBack">How often the training went back to a checkpoint.</param>
/// <param name="SecondsRecovering">The time that going back took.</param>
/// <param name="Loss">The mean loss of the last parts.</param>
/// <param name="IsFinished">Whether the last checkpoint is written, or the training has diverged.</param>
/// <param name="HasDiverged">Whether a loss was no finite number, which ends the training.</param>
/// <param name="Workers">The workers.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.cluster-status")]
public sealed record ClusterStatus(
    [property: Id(0)] long Generation,
    [property: Id(1)] int Epoch,
    [property: Id(2)] long PartsDone,
    [property: Id(3)] long PartsDropped,
    [property: Id(4)] long PartsBegunAgain,
    [property: Id(5)] long PartsLost,
    [property: Id(6)] int TimesBack,
    [property: Id(7)] double SecondsRecovering,
    [property: Id(8)] double Loss,
    [property: Id(9)] bool IsFinished,
    [property: Id(10)] bool HasDiverged,
    [property: Id(11)] WorkerStatus[] Workers
);
