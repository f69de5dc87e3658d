namespace Generalization.Distributed.Policies;

/// <summary>One gradient of every worker makes an update, their mean, added in the order of the parts; everybody waits for it.</summary>
/// <remarks>The same bits as one process that computes the same parts and adds them in that order.</remarks>
public sealed record Synchronous : UpdatePolicy
{
    /// <inheritdoc/>
    public override bool IsInRounds => true;

    /// <inheritdoc/>
    public override int GradientsPerUpdate(int workers) => workers;

    /// <summary>0.</summary>
    /// <param name="workers">λ, the number of workers.</param>
    public override int ExpectedStaleness(int workers) => 0;

    /// <summary>"sync".</summary>
    public override string Describe() => "sync";
}
