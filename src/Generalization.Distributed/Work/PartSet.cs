namespace Generalization.Distributed.Work;

/// <summary>A set of parts that grows mostly from below: one number, and those above a gap.</summary>
public sealed class PartSet
{
    private readonly SortedSet<long> above = [];

    /// <summary>An empty set.</summary>
    public PartSet() { }

    /// <summary>All parts below a number, and some others.</summary>
    /// <param name="below">The number.</param>
    /// <param name="others">The others. Default: none.</param>
    public PartSet(long below, params IEnumerable<long> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        Below = below;
        foreach (var part in others)
            Add(part);
    }

    /// <summary>All parts below this are in the set, and this one is not.</summary>
    public long Below { get; private set; }

    /// <summary>Those above the first gap, in order.</summary>
    public IEnumerable<long> Above => above;

    /// <summary>How many.</summary>
    public long Count => Below + above.Count;

    /// <summary>The highest; −1 where there is none.</summary>
    public long Highest => above.Count > 0 ? above.Max : Below - 1;

    /// <summary>Whether a part is in the set.</summary>
    /// <param name="part">The part's number.</param>
    public bool Contains(long part) => part < Below || above.Contains(part);

    /// <summary>Adds a part.</summary>
    /// <param name="part">The part's number.</param>
    /// <returns>Whether it was not there.</returns>
    public bool Add(long part)
    {
        if (part < Below || !above.Add(part))
            return false;
        while (above.Remove(Below))
            Below++;
        return true;
    }

    /// <summary>Adds all parts below a number.</summary>
    /// <param name="below">The number.</param>
    public void AddBelow(long below)
    {
        if (below <= Below)
            return;
        above.RemoveWhere(part => part < below);
        Below = below;
        while (above.Remove(Below))
            Below++;
    }

    /// <summary>Takes over what another has.</summary>
    /// <param name="other">The other.</param>
    public void Become(PartSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var others = other.above.ToArray();
        above.Clear();
        Below = other.Below;
        above.UnionWith(others);
    }

    /// <summary>What is in all of some sets.</summary>
    /// <param name="sets">The sets, at least one.</param>
    public static PartSet Intersection(IReadOnlyList<PartSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var below = sets.Min(s => s.Below);
        var highest = sets.Max(s => s.Highest);
        var all = new PartSet(below);
        for (var part = below; part <= highest; part++)
            if (sets.All(s => s.Contains(part)))
                all.Add(part);
        return all;
    }
}
