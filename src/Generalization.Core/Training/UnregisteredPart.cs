using System.Collections.Immutable;
using TorchSharp.Modules;

namespace Generalization.Training;

/// <summary>A field with a module or a parameter that its network does not know of.</summary>
/// <param name="Field">The field, with the module that has it.</param>
/// <param name="Trainable">Its parameters that want a gradient.</param>
internal sealed record UnregisteredPart(string Field, ImmutableArray<Parameter> Trainable);
