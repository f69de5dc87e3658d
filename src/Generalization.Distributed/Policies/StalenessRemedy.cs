namespace Generalization.Distributed.Policies;

/// <summary>What is done about a gradient of staleness τ, the updates between its weights and its own update.</summary>
public enum StalenessRemedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its share of the update is at the learning rate η / max(1, τ). Source: Zhang et al. 2016, equation 5.</summary>
    DividedRate,
}
