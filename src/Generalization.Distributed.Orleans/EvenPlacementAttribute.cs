using Orleans.Placement;

namespace Generalization.Distributed.Orleans;

/// <summary>Says that a grain is placed by <see cref="EvenPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EvenPlacementAttribute() : PlacementAttribute(new EvenPlacement());
