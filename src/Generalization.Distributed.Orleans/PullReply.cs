namespace Generalization.Distributed.Orleans;

/// <summary>A block as a worker gets it.</summary>
/// <param name="Status">Whether it could be served.</param>
/// <param name="Version">The version of the bytes.</param>
/// <param name="Bytes">Its numbers; null where there are none to send.</param>
/// <param name="Credits">How many blocks the worker may have under way from now on.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.pull-reply")]
public sealed record PullReply(
    [property: Id(0)] BlockStatus Status,
    [property: Id(1)] long Version,
    [property: Id(2)] BlockBytes? Bytes,
    [property: Id(3)] int Credits
);
