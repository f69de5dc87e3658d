using System.Globalization;
using Generalization.Identity;

namespace Generalization.Distributed.Policies;

/// <summary>When gradients of many workers become an update, and who has to wait for whom.</summary>
public abstract record UpdatePolicy : IDescribed
{
    private const string Known = "async, softsync-N, stale-N, sync or backup-N";

    // Others write the numbers after a colon.
    private static readonly (string Other, string Own)[] Synonyms =
    [
        ("ssp:", "stale-"),
        ("softsync:", "softsync-"),
        ("sync+backup:", "backup-"),
    ];

    private protected UpdatePolicy() { }

    /// <summary>How many gradients make one update of a block.</summary>
    /// <param name="workers">λ, the number of workers, at least 1.</param>
    public abstract int GradientsPerUpdate(int workers);

    /// <summary>Whether the parts of an epoch are done in rounds, each begun when the one before it has become an update.</summary>
    public virtual bool IsInRounds => false;

    /// <summary>How many of a round's gradients are not waited for.</summary>
    public virtual int Backups => 0;

    /// <summary>How many parts a worker may be ahead of the slowest; null where it may be as many as it likes.</summary>
    public virtual int? MostAhead => null;

    /// <summary>The mean staleness that the policy leads to where all workers are about as fast. Default: λ − 1.</summary>
    /// <param name="workers">λ, the number of workers.</param>
    public virtual int ExpectedStaleness(int workers) => workers - 1;

    /// <summary>The policy's word, which <see cref="Parse"/> reads.</summary>
    public abstract string Describe();

    /// <inheritdoc/>
    public sealed override string ToString() => Describe();

    /// <summary>Whether so many workers can follow the policy.</summary>
    /// <param name="workers">The number of workers.</param>
    /// <exception cref="ArgumentException">They are too few.</exception>
    public virtual void Check(int workers)
    {
        if (workers < 1)
            throw new ArgumentException($"A training needs at least 1 worker, but has {workers}; ask for more.", nameof(workers));
    }

    /// <summary>Reads a policy's word.</summary>
    /// <param name="text">"async", "softsync-30", "stale-3", "sync" or "backup-2"; or "softsync:30", "ssp:3" and "sync+backup:2" for the
    /// same.</param>
    /// <exception cref="FormatException">It is another.</exception>
    public static UpdatePolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (other, own) in Synonyms)
            if (text.StartsWith(other, StringComparison.Ordinal))
                return Parse(own + text[other.Length..]);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var hasNumber = int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && dash > 0;
        return (dash < 0 ? text : text[..dash], hasNumber) switch
        {
            ("async", false) when dash < 0 => new Asynchronous(),
            ("sync", false) when dash < 0 => new Synchronous(),
            ("softsync", true) when number >= 1 => new Softsync(number),
            ("stale", true) => new StaleSynchronous(number),
            ("backup", true) when number >= 1 => new SynchronousWithBackups(number),
            _ => throw new FormatException($"A policy must be {Known}, with a number N, but was {text}."),
        };
    }

    private protected static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {least}, but was {value}.");
}
