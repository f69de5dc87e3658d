namespace Generalization.Distributed.Blocks;

/// <summary>A block's answer to a gradient.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Version">The block's version now.</param>
public readonly record struct PushAnswer(PushOutcome Outcome, long Version);
