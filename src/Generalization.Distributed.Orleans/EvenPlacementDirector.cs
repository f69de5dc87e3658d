using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Generalization.Distributed.Orleans;

/// <summary>Places grains by <see cref="EvenPlacement"/>.</summary>
internal sealed class EvenPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress[] silos = [.. context.GetCompatibleSilos(target).Order()];
        return Task.FromResult(silos[(int)(target.GrainIdentity.GetIntegerKey() % silos.Length)]);
    }
}
