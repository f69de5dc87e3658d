namespace Generalization.Distributed.Blocks;

/// <summary>What a block has counted.</summary>
public sealed class BlockCounts
{
    /// <summary>The staleness of each worker's gradients.</summary>
    public SortedDictionary<int, StalenessCounts> Staleness { get; } = [];

    /// <summary>Gradients that were part of an update or wait to be.</summary>
    public long Taken { get; internal set; }

    /// <summary>Gradients that the block had already.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Gradients of a round that had its update.</summary>
    public long Late { get; internal set; }

    /// <summary>The staleness of all workers' gradients.</summary>
    public StalenessCounts AllStaleness
    {
        get
        {
            var all = new StalenessCounts();
            foreach (var counts in Staleness.Values)
                all.Add(counts);
            return all;
        }
    }

    internal void Count(int worker, long staleness)
    {
        if (!Staleness.TryGetValue(worker, out var counts))
            Staleness.Add(worker, counts = new StalenessCounts());
        counts.Add(staleness);
    }
}
