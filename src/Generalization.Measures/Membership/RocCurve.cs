namespace Generalization.Measures.Membership;

/// <summary>How well scores tell members from non-members, at every threshold.</summary>
/// <remarks>A threshold s says "member" of every score ≥ s. The false-positive rate is the share of non-members that are said to be,
/// the true-positive rate that of members.</remarks>
public sealed class RocCurve
{
    private readonly int members,
        nonMembers;
    private readonly List<(int False, int True)> steps = [(0, 0)];

    private RocCurve(int members, int nonMembers) => (this.members, this.nonMembers) = (members, nonMembers);

    /// <summary>The area under the curve, in 0..1: the probability that a member's score is above a non-member's, equal ones counting
    /// half.</summary>
    public double Area { get; private set; }

    /// <summary>The curve of some scores.</summary>
    /// <param name="ofMembers">The members' scores, at least one; none is not a number.</param>
    /// <param name="ofNonMembers">The non-members' scores, at least one; none is not a number.</param>
    /// <exception cref="ArgumentException">One of them is empty or holds what is not a number.</exception>
    public static RocCurve Of(ReadOnlySpan<double> ofMembers, ReadOnlySpan<double> ofNonMembers)
    {
        if (ofMembers.IsEmpty || ofNonMembers.IsEmpty)
            throw new ArgumentException(
                $"A curve needs members and non-members, but there are {ofMembers.Length} and {ofNonMembers.Length}; give both."
            );
        var (inside, outside) = (ofMembers.ToArray(), ofNonMembers.ToArray());
        Array.Sort(inside);
        Array.Sort(outside);
        // What is not a number sorts first.
        if (double.IsNaN(inside[0]) || double.IsNaN(outside[0]))
            throw new ArgumentException("Scores must be numbers, but one is not; leave its example out.");
        var curve = new RocCurve(inside.Length, outside.Length);
        var (i, o) = (inside.Length - 1, outside.Length - 1);
        var area = 0.0;
        while (i >= 0 || o >= 0)
        {
            var threshold = Math.Max(i >= 0 ? inside[i] : double.NegativeInfinity, o >= 0 ? outside[o] : double.NegativeInfinity);
            var (before, beforeOut) = (i, o);
            while (i >= 0 && inside[i] == threshold)
                i--;
            while (o >= 0 && outside[o] == threshold)
                o--;
            // Each of these non-members lies below the members before, and beside those of the same score.
            area += (double)(beforeOut - o) * (inside.Length - 1 - before + 0.5 * (before - i));
            curve.steps.Add((outside.Length - 1 - o, inside.Length - 1 - i));
        }

        curve.Area = area / ((double)inside.Length * outside.Length);
        return curve;
    }

    /// <summary>The largest true-positive rate whose false-positive rate is not above a rate.</summary>
    /// <param name="falsePositives">The rate, in 0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside its range.</exception>
    public double TruePositivesAt(double falsePositives)
    {
        if (falsePositives is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(falsePositives),
                FormattableString.Invariant($"A rate must lie in [0, 1], but was {falsePositives}.")
            );
        // A billionth of an example is rounding: 0.01 · 300 is 3.
        var most = (int)Math.Floor(falsePositives * nonMembers + 1e-9);
        var (low, high) = (0, steps.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = steps[middle].False <= most ? (middle, high) : (low, middle - 1);
        }

        return (double)steps[low].True / members;
    }
}
