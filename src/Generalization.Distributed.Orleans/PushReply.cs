namespace Generalization.Distributed.Orleans;

/// <summary>A block's answer to a gradient.</summary>
/// <param name="Status">Whether it could be served.</param>
/// <param name="Version">The block's version now.</param>
/// <param name="Credits">How many blocks the worker may have under way from now on.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.push-reply")]
public sealed record PushReply([property: Id(0)] BlockStatus Status, [property: Id(2)] long Version, [property: Id(3)] int Credits);
