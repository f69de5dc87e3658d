namespace Generalization.Distributed.Orleans;

/// <summary>A block's file in a checkpoint that is being written.</summary>
/// <param name="Status">Whether the block could write it.</param>
/// <param name="File">The file.</param>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="Version">The block's version.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.block-saved")]
public sealed record BlockSaved(
    [property: Id(0)] BlockStatus Status,
    [property: Id(1)] string File,
    [property: Id(2)] string Hash,
    [property: Id(3)] long Version
);
