using static TorchSharp.torch;

namespace Generalization.Distributed.Blocks;

/// <summary>A gradient that an update is made of.</summary>
/// <param name="Worker">Who computed it.</param>
/// <param name="BaseVersion">The version that it was computed from.</param>
/// <param name="Weight">Its part's examples, in batches.</param>
/// <param name="Values">(n), float32.</param>
internal sealed record WaitingGradient(int Worker, long BaseVersion, double Weight, Tensor Values);
