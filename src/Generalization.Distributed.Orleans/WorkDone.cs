namespace Generalization.Distributed.Orleans;

/// <summary>A part that a worker has done: every block has its gradient.</summary>
/// <param name="Generation">The training's generation that it belongs to.</param>
/// <param name="Part">The part.</param>
/// <param name="Loss">The mean loss before the update.</param>
/// <param name="Correct">The examples that were right.</param>
/// <param name="Staleness">The mean over the blocks of the updates between the part's weights and its gradient.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.work-done")]
public sealed record WorkDone(
    [property: Id(0)] long Generation,
    [property: Id(1)] long Part,
    [property: Id(2)] double Loss,
    [property: Id(3)] int Correct,
    [property: Id(4)] double Staleness
);
