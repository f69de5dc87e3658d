using Generalization.Distributed.Work;

namespace Generalization.Distributed.Orleans;

/// <summary>What a worker is to do next.</summary>
/// <param name="Answer">A part, nothing yet, or nothing any more.</param>
/// <param name="Generation">The training's generation.</param>
/// <param name="Part">The part's number, where there is one.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.work-reply")]
public sealed record WorkReply([property: Id(0)] WorkAnswer Answer, [property: Id(1)] long Generation, [property: Id(2)] long Part);
