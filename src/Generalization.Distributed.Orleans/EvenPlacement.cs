using Orleans.Runtime;

namespace Generalization.Distributed.Orleans;

/// <summary>Grains in turn on the silos that are there, by their number: a hash would leave some silo with more than others.</summary>
[Immutable]
[GenerateSerializer]
[SuppressReferenceTracking]
internal sealed class EvenPlacement : PlacementStrategy;
