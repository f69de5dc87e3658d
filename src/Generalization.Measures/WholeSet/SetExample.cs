using Generalization.Data;

namespace Generalization.Measures.WholeSet;

/// <summary>An example of one of the sets.</summary>
/// <param name="Split">The set.</param>
/// <param name="Position">Its position there, from 0.</param>
/// <param name="Label">Its label as assigned.</param>
public readonly record struct SetExample(DatasetSplit Split, int Position, long Label);
