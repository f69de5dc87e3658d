namespace Generalization.Distributed.Orleans;

/// <summary>A block's answer to a gradient.</summary>
/// <param name="Status">Whether it could be served.</param>
/// <param name="Staleness">How many updates the block had made since the version that the gradient is from.</param>
/// <param name="Credits">How many blocks the worker may have under way from now on.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.push-reply")]
public sealed record PushReply([property: Id(0)] BlockStatus Status, [property: Id(1)] long Staleness, [property: Id(2)] int Credits);
