using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>A network that is yet to be made, and how it is trained.</summary>
/// <param name="Name">The name used in results.</param>
/// <param name="Create">Makes the network for an input's shape, a number of outputs and a seed; several threads may call it at
/// once.</param>
/// <param name="Training">How it is trained.</param>
public sealed record NetworkRecipe(string Name, Func<ImageShape, int, ulong, nn.Module<Tensor, Tensor>> Create, TrainingOptions Training);
