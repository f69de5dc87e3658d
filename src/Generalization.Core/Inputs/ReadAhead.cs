namespace Generalization.Inputs;

/// <summary>How pixels that do not stay in memory are read ahead of the training. It changes no bit of the training.</summary>
/// <param name="Threads">Threads that read, at least 1. Default: 2.</param>
/// <param name="Batches">The most batches that are read, or being read, and not used yet, at least 1. Their pixels are the memory that it
/// takes. Default: 4.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
public sealed record ReadAhead(int Threads = 2, int Batches = 4)
{
    /// <inheritdoc cref="ReadAhead(int, int)" path="/param[@name='Threads']"/>
    public int Threads
    {
        get;
        init => field = AtLeastOne(value, nameof(Threads));
    } = AtLeastOne(Threads, nameof(Threads));

    /// <inheritdoc cref="ReadAhead(int, int)" path="/param[@name='Batches']"/>
    public int Batches
    {
        get;
        init => field = AtLeastOne(value, nameof(Batches));
    } = AtLeastOne(Batches, nameof(Batches));

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}
