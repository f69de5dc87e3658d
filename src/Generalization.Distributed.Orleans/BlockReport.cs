namespace Generalization.Distributed.Orleans;

/// <summary>Where a block stands.</summary>
/// <param name="Generation">The generation of its state; 0 where it has none.</param>
/// <param name="Version">Its version.</param>
/// <param name="PartsBelow">All parts below this are in it.</param>
/// <param name="PartsAbove">Others that are.</param>
/// <param name="Staleness">By worker, how often a gradient had staleness 0, 1, 2, …</param>
/// <param name="Taken">Gradients that it took.</param>
/// <param name="Duplicates">Gradients that it had already.</param>
/// <param name="Late">Gradients of a round that had its update.</param>
/// <param name="BytesIn">Bytes of gradients that it got.</param>
/// <param name="BytesOut">Bytes of parameters that it gave.</param>
/// <param name="Silo">The silo that holds it.</param>
/// <param name="SecondsIdle">Seconds since it took a gradient or began; null where it has no state.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.block-report")]
public sealed record BlockReport(
    [property: Id(0)] long Generation,
    [property: Id(1)] long Version,
    [property: Id(2)] long PartsBelow,
    [property: Id(3)] long[] PartsAbove,
    [property: Id(4)] Dictionary<int, long[]> Staleness,
    [property: Id(5)] long Taken,
    [property: Id(6)] long Duplicates,
    [property: Id(7)] long Late,
    [property: Id(8)] long BytesIn,
    [property: Id(9)] long BytesOut,
    [property: Id(10)] string Silo,
    [property: Id(11)] double? SecondsIdle
);
