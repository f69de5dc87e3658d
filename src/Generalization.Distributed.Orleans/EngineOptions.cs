namespace Generalization.Distributed.Orleans;

/// <summary>What the members of a cluster agree on besides the training.</summary>
/// <param name="Folder">The checkpoints' folder, which every silo sees.</param>
public sealed record EngineOptions(string Folder)
{
    /// <summary>The time after which a worker that was not heard of is lost, positive. Default: 5 s.</summary>
    public TimeSpan WorkerIsLostAfter
    {
        get;
        init => field = Positive(value, nameof(WorkerIsLostAfter));
    } = TimeSpan.FromSeconds(5);

    /// <summary>The bytes that all workers together may have under way to and from one silo. Default: 256 MiB.</summary>
    public long BytesUnderWay
    {
        get;
        init =>
            field =
                value > 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(BytesUnderWay), $"BytesUnderWay must be positive, but was {value}.");
    } = 256L << 20;

    /// <summary>The time after which a client's call that has no answer is made again, positive: a call that was at a silo when it was
    /// lost gets none. Default: 4 s.</summary>
    public TimeSpan Patience
    {
        get;
        init => field = Positive(value, nameof(Patience));
    } = TimeSpan.FromSeconds(4);

    /// <summary>The silos that the blocks of a training are to be on, at least 1. A training that begins waits for them, for
    /// <see cref="SilosWithin"/> at most; silos that come later get their share at the next checkpoint. Default: 1.</summary>
    public int Silos
    {
        get;
        init =>
            field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Silos), $"Silos must be positive, but was {value}.");
    } = 1;

    /// <summary>How long a training that begins waits for its silos, positive. Default: 10 s.</summary>
    public TimeSpan SilosWithin
    {
        get;
        init => field = Positive(value, nameof(SilosWithin));
    } = TimeSpan.FromSeconds(10);

    private static TimeSpan Positive(TimeSpan value, string name) =>
        value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must be positive, but was {value}."));
}
