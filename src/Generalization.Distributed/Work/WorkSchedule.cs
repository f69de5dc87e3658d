namespace Generalization.Distributed.Work;

/// <summary>Which parts are done, which are with whom, and which comes next: every part is done once, whoever is alive.</summary>
/// <remarks>A part that was with a worker that is lost goes to the next who asks. Used by one thread at a time.</remarks>
/// <param name="plan">The parts.</param>
public sealed class WorkSchedule(WorkPlan plan)
{
    private readonly WorkPlan plan = plan ?? throw new ArgumentNullException(nameof(plan));
    private readonly SortedSet<long> returned = [];
    private readonly SortedDictionary<long, int> open = [];
    private readonly PartSet done = new();
    private readonly Dictionary<int, long> clocks = [];
    private long next,
        round;
    private int doneInRound;

    /// <summary>The last epoch whose parts are handed out. Default: all are.</summary>
    public int Until { get; set; } = int.MaxValue;

    /// <summary>The parts that are done or dropped, without those above a gap.</summary>
    public long DoneBelow => done.Below;

    /// <summary>The parts that are done or dropped.</summary>
    public long DoneCount => done.Count;

    /// <summary>Parts that a policy with backups left out.</summary>
    public long Dropped { get; private set; }

    /// <summary>Parts that were taken back from a worker that was lost.</summary>
    public long TakenBack { get; private set; }

    /// <summary>The workers that are there.</summary>
    public IReadOnlyCollection<int> Workers => clocks.Keys;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsFinished => done.Below >= plan.Parts;

    /// <summary>Whether all parts up to an epoch's end are done.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public bool IsDone(int epoch) => done.Below >= (long)epoch * plan.PartsPerEpoch;

    /// <summary>The part that a worker has; null where it has none.</summary>
    /// <param name="worker">The worker.</param>
    public long? PartOf(int worker) => open.Where(o => o.Value == worker).Select(o => (long?)o.Key).FirstOrDefault();

    /// <summary>A worker comes, or comes again; it begins where the slowest stands.</summary>
    /// <param name="worker">The worker's number.</param>
    public void Join(int worker)
    {
        if (!clocks.ContainsKey(worker))
            clocks.Add(worker, clocks.Count > 0 ? clocks.Values.Min() : 0);
    }

    /// <summary>A worker is lost; what it had goes to others.</summary>
    /// <param name="worker">The worker's number.</param>
    public void Leave(int worker)
    {
        clocks.Remove(worker);
        foreach (var part in open.Where(o => o.Value == worker).Select(o => o.Key).ToArray())
            GiveBack(part);
    }

    /// <summary>The part that a worker is to do next.</summary>
    /// <param name="worker">The worker, which must have joined; what it had and did not finish is its part again.</param>
    /// <param name="part">The part, where there is one.</param>
    public WorkAnswer Take(int worker, out WorkPart part)
    {
        part = default;
        if (IsFinished)
            return WorkAnswer.Finished;
        if (PartOf(worker) is { } had)
        {
            part = plan.Part(had);
            return WorkAnswer.Part;
        }

        if (!clocks.TryGetValue(worker, out var clock) || clock - clocks.Values.Min() > (plan.Policy.MostAhead ?? long.MaxValue))
            return WorkAnswer.Wait;
        if (!TryNext(out var number))
            return WorkAnswer.Wait;
        open[number] = worker;
        part = plan.Part(number);
        return WorkAnswer.Part;
    }

    /// <summary>A part is done: every block has its gradient.</summary>
    /// <param name="worker">Who did it.</param>
    /// <param name="part">The part's number.</param>
    /// <returns>Whether it was not done before.</returns>
    public bool Complete(int worker, long part)
    {
        open.Remove(part);
        returned.Remove(part);
        // A worker that got no answer says it again: once is enough.
        if (!done.Add(part))
            return false;
        if (clocks.TryGetValue(worker, out var clock))
            clocks[worker] = clock + 1;
        if (plan.Policy.IsInRounds && plan.RoundOf(part) == round)
        {
            doneInRound++;
            CloseRounds();
        }

        return true;
    }

    /// <summary>Begins after the parts that are done.</summary>
    /// <param name="parts">Those that every block has.</param>
    public void Restore(PartSet parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        returned.Clear();
        open.Clear();
        done.Become(parts);
        next = done.Highest + 1;
        for (var part = done.Below; part < next; part++)
            if (!done.Contains(part))
                returned.Add(part);
        if (!plan.Policy.IsInRounds)
            return;
        round = plan.RoundOf(done.Below);
        var (first, count) = plan.PartsOf(round);
        doneInRound = Enumerable.Range(0, count).Count(i => done.Contains(first + i));
        CloseRounds();
    }

    private bool TryNext(out long part)
    {
        part = returned.Count > 0 ? returned.Min : next;
        if (part >= plan.Parts || plan.Part(part).Epoch > Until || (plan.Policy.IsInRounds && plan.RoundOf(part) > round))
            return false;
        if (!returned.Remove(part))
            next++;
        return true;
    }

    private void GiveBack(long part)
    {
        open.Remove(part);
        TakenBack++;
        // A round that has its update wants no more.
        if (!done.Contains(part))
            returned.Add(part);
    }

    private void CloseRounds()
    {
        while (round < (long)plan.RoundsPerEpoch * plan.Epochs && doneInRound >= plan.NeededOf(round))
        {
            var (first, count) = plan.PartsOf(round);
            for (var part = first; part < first + count; part++)
                if (done.Add(part))
                {
                    Dropped++;
                    returned.Remove(part);
                    // Who still has it is to ask for another.
                    open.Remove(part);
                }

            next = Math.Max(next, first + count);
            (round, doneInRound) = (round + 1, 0);
        }
    }
}
