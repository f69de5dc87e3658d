namespace Generalization.Distributed.Policies;

/// <summary>Each gradient is an update as soon as it comes, but no worker may be more than s parts ahead of the slowest.</summary>
/// <remarks>Source: Ho et al., "More effective distributed ML via a stale synchronous parallel parameter server", NIPS 2013.</remarks>
/// <param name="Bound">s, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">s is negative.</exception>
public sealed record StaleSynchronous(int Bound) : UpdatePolicy
{
    /// <inheritdoc cref="StaleSynchronous(int)" path="/param[@name='Bound']"/>
    public int Bound { get; init; } = AtLeast(0, Bound, nameof(Bound));

    /// <inheritdoc/>
    public override int? MostAhead => Bound;

    /// <inheritdoc/>
    public override int GradientsPerUpdate(int workers) => 1;

    /// <summary>For example "stale-3".</summary>
    public override string Describe() => $"stale-{Bound}";
}
