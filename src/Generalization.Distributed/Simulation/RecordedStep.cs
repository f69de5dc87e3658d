namespace Generalization.Distributed.Simulation;

/// <summary>What a block did: gave itself for a part, or took a part's gradient.</summary>
/// <param name="IsPush">Whether it took a gradient.</param>
/// <param name="Part">The part's number.</param>
/// <param name="Worker">Whose part it was.</param>
public readonly record struct RecordedStep(bool IsPush, long Part, int Worker);
