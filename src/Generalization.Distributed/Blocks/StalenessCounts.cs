namespace Generalization.Distributed.Blocks;

/// <summary>How often a gradient had which staleness τ: the updates of its block between its weights and its own update.</summary>
/// <remarks>τ beyond <see cref="Most"/> counts as that.</remarks>
public sealed class StalenessCounts
{
    /// <summary>The largest staleness that is told from others.</summary>
    public const int Most = 1023;

    private long[] counts;

    /// <summary>Nothing is counted yet.</summary>
    public StalenessCounts() => counts = [];

    /// <summary>Goes on from earlier counts.</summary>
    /// <param name="counts">How often τ = 0, 1, 2, …</param>
    public StalenessCounts(ReadOnlySpan<long> counts) => this.counts = counts[..Math.Min(counts.Length, Most + 1)].ToArray();

    /// <summary>How often τ = 0, 1, 2, …</summary>
    public ReadOnlySpan<long> Values => counts;

    /// <summary>How many were counted.</summary>
    public long Total => counts.Sum();

    /// <summary>The mean; 0 where nothing was counted.</summary>
    public double Mean => Total == 0 ? 0 : counts.Select((count, staleness) => (double)count * staleness).Sum() / Total;

    /// <summary>The largest; 0 where nothing was counted.</summary>
    public int Largest => Math.Max(0, Array.FindLastIndex(counts, c => c > 0));

    /// <summary>The share above a bound.</summary>
    /// <param name="bound">The bound.</param>
    public double ShareAbove(int bound) => Total == 0 ? 0 : (double)counts.Skip(bound + 1).Sum() / Total;

    /// <summary>Counts one.</summary>
    /// <param name="staleness">τ, at least 0.</param>
    public void Add(long staleness)
    {
        var at = (int)Math.Min(Most, staleness);
        if (at >= counts.Length)
            Array.Resize(ref counts, at + 1);
        counts[at]++;
    }

    /// <summary>Adds what another has counted.</summary>
    /// <param name="other">The other.</param>
    public void Add(StalenessCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.counts.Length > counts.Length)
            Array.Resize(ref counts, other.counts.Length);
        for (var i = 0; i < other.counts.Length; i++)
            counts[i] += other.counts[i];
    }
}
