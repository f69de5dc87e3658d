namespace Generalization.Distributed.Policies;

/// <summary>All workers compute a gradient of the same weights, and the update is the mean of the first λ − b that come; the others are
/// dropped and counted.</summary>
/// <remarks>Source: Chen, Monga, Bengio, Jozefowicz, "Revisiting distributed synchronous SGD", 2016.</remarks>
/// <param name="Spare">b, from 1 to λ − 1.</param>
/// <exception cref="ArgumentOutOfRangeException">b is below 1.</exception>
public sealed record SynchronousWithBackups(int Spare) : UpdatePolicy
{
    /// <inheritdoc cref="SynchronousWithBackups(int)" path="/param[@name='Spare']"/>
    public int Spare { get; init; } = AtLeast(1, Spare, nameof(Spare));

    /// <inheritdoc/>
    public override bool IsInRounds => true;

    /// <inheritdoc/>
    public override int Backups => Spare;

    /// <inheritdoc/>
    public override int GradientsPerUpdate(int workers) => workers - Spare;

    /// <summary>0.</summary>
    /// <param name="workers">λ, the number of workers.</param>
    public override int ExpectedStaleness(int workers) => 0;

    /// <inheritdoc/>
    public override void Check(int workers)
    {
        base.Check(workers);
        if (Spare >= workers)
            throw new ArgumentException(
                $"Backup workers must be fewer than the workers, {workers}, but were {Spare}; ask for more workers.",
                nameof(workers)
            );
    }

    /// <summary>For example "backup-2".</summary>
    public override string Describe() => $"backup-{Spare}";
}
