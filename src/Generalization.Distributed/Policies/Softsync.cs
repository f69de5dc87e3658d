namespace Generalization.Distributed.Policies;

/// <summary>n-softsync: every c = max(1, ⌊λ/n⌋) gradients make an update, their mean, and nobody waits; the mean staleness is about
/// n.</summary>
/// <remarks>Source: Zhang, Gupta, Lian, Liu, "Staleness-aware async-SGD for distributed deep learning", IJCAI 2016.</remarks>
/// <param name="Splits">n, from 1, where an update takes a gradient of nearly every worker, to λ, where it takes one.</param>
/// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
public sealed record Softsync(int Splits) : UpdatePolicy
{
    /// <inheritdoc cref="Softsync(int)" path="/param[@name='Splits']"/>
    public int Splits { get; init; } = AtLeast(1, Splits, nameof(Splits));

    /// <inheritdoc/>
    public override int GradientsPerUpdate(int workers) => Math.Max(1, workers / Splits);

    /// <summary>n.</summary>
    /// <param name="workers">λ, the number of workers.</param>
    public override int ExpectedStaleness(int workers) => Splits;

    /// <inheritdoc/>
    public override void Check(int workers)
    {
        base.Check(workers);
        if (Splits > workers)
            throw new ArgumentException(
                $"The n of n-softsync must lie from 1 to the number of workers, {workers}, but was {Splits}.",
                nameof(workers)
            );
    }

    /// <summary>For example "softsync-30".</summary>
    public override string Describe() => $"softsync-{Splits}";
}
