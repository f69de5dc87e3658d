namespace Generalization.Distributed.Simulation;

/// <summary>Something that happens to a worker at a time.</summary>
/// <param name="Kind">What.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Block">The block, where it is about one.</param>
/// <param name="Life">The worker's life that it belongs to; in another it does not happen.</param>
internal readonly record struct SimulatedEvent(SimulatedEventKind Kind, int Worker, int Block, int Life);
