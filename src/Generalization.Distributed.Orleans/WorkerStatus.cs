namespace Generalization.Distributed.Orleans;

/// <summary>A worker as the coordinator sees it.</summary>
/// <param name="Worker">The worker's number.</param>
/// <param name="IsThere">Whether it was heard of lately.</param>
/// <param name="Examples">The examples of its parts that are done.</param>
/// <param name="Staleness">The staleness of its last part.</param>
/// <param name="TimesLost">How often it was lost.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.worker-status")]
public sealed record WorkerStatus(
    [property: Id(0)] int Worker,
    [property: Id(1)] bool IsThere,
    [property: Id(2)] long Examples,
    [property: Id(3)] double Staleness,
    [property: Id(4)] int TimesLost
);
