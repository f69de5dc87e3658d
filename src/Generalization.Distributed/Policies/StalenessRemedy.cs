namespace Generalization.Distributed.Policies;

/// <summary>What is done about a gradient of staleness τ, the updates between its weights and its own update.</summary>
public enum StalenessRemedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its share of the update is at the learning rate η / max(1, τ, ⟨τ⟩), with the staleness ⟨τ⟩ that the policy leads to expect:
    /// at first all workers have the same weights, so that τ is small and their gradients add up all the same. Source: Zhang et al. 2016,
    /// α₀/τ and α₀/n.</summary>
    DividedRate,
}
