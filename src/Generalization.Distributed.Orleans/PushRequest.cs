using Generalization.Distributed.Blocks;

namespace Generalization.Distributed.Orleans;

/// <summary>A worker's gradient for a block.</summary>
/// <param name="Generation">The training's generation that it belongs to.</param>
/// <param name="Worker">Who computed it.</param>
/// <param name="Part">The number of its part.</param>
/// <param name="BaseVersion">The block's version that it was computed from.</param>
/// <param name="Examples">The examples of the part.</param>
/// <param name="Format">What the gradient's numbers are.</param>
/// <param name="Gradient">The gradient.</param>
[GenerateSerializer]
[Immutable]
[Alias("generalization.push-request")]
public sealed record PushRequest(
    [property: Id(0)] long Generation,
    [property: Id(1)] int Worker,
    [property: Id(2)] long Part,
    [property: Id(3)] long BaseVersion,
    [property: Id(4)] int Examples,
    [property: Id(5)] GradientFormat Format,
    [property: Id(6)] BlockBytes Gradient
);
