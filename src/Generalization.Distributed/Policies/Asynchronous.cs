namespace Generalization.Distributed.Policies;

/// <summary>Each gradient is an update as soon as it comes, and nobody waits.</summary>
/// <remarks>Source: Downpour SGD, Dean et al., "Large scale distributed deep networks", NIPS 2012.</remarks>
public sealed record Asynchronous : UpdatePolicy
{
    /// <inheritdoc/>
    public override int GradientsPerUpdate(int workers) => 1;

    /// <summary>"async".</summary>
    public override string Describe() => "async";
}
