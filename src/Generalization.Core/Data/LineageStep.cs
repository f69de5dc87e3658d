namespace Generalization.Data;

/// <summary>One step on the way to a data set: what was done, with which seed, and the hash of what came out.</summary>
/// <param name="Operation">What was done, with its parameters.</param>
/// <param name="Seed">The seed; null where nothing is random.</param>
/// <param name="Result">The content after the step.</param>
public record LineageStep(string Operation, ulong? Seed, ContentHash Result);
