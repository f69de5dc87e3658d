namespace Generalization.Distributed.Orleans;

/// <summary>What the coordinator keeps of a worker.</summary>
internal sealed class KnownWorker
{
    public long LastHeard { get; set; }

    public bool IsThere { get; set; }

    public long Examples { get; set; }

    public double Staleness { get; set; }

    public int TimesLost { get; set; }
}
