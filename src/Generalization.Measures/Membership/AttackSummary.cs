namespace Generalization.Measures.Membership;

/// <summary>Means over target runs.</summary>
internal static class AttackSummary
{
    private const int LeastForOnePercent = 100,
        LeastForOnePerMille = 10_000,
        PointsPerDecade = 10;

    public static MembershipResult Of(string attack, IEnumerable<TargetScores> targets)
    {
        var (areas, onePercents, onePerMilles) = (new List<double>(), new List<double>(), new List<double>());
        var (members, nonMembers) = (int.MaxValue, int.MaxValue);
        double[] rates = [],
            sums = [];
        // One curve at a time: those of 200 targets of 50,000 examples would take as much memory as all confidences.
        foreach (var target in targets)
        {
            Check(target);
            var curve = RocCurve.Of(target.Members, target.NonMembers);
            (members, nonMembers) = (Math.Min(members, target.Members.Length), Math.Min(nonMembers, target.NonMembers.Length));
            if (areas.Count == 0)
                (rates, sums) = (Rates(nonMembers), new double[Rates(nonMembers).Length]);
            areas.Add(curve.Area);
            onePercents.Add(curve.TruePositivesAt(0.01));
            onePerMilles.Add(curve.TruePositivesAt(0.001));
            for (var r = 0; r < rates.Length; r++)
                sums[r] += curve.TruePositivesAt(rates[r]);
        }

        return new(
            attack,
            Estimate.OfMean([.. areas]).Within(0, 1),
            nonMembers >= LeastForOnePercent ? Estimate.OfMean([.. onePercents]).Within(0, 1) : null,
            nonMembers >= LeastForOnePerMille ? Estimate.OfMean([.. onePerMilles]).Within(0, 1) : null,
            WhyNot(nonMembers),
            [.. rates.Zip(sums, (rate, sum) => new RocPoint(rate, sum / areas.Count))],
            members,
            nonMembers,
            areas.Count
        );
    }

    private static void Check(TargetScores target)
    {
        if (target.Members.Length == 0 || target.NonMembers.Length == 0)
            throw new ArgumentException(
                "Each example must have other runs with it and without it, by which it is judged, but in a target run none of "
                    + $"{(target.Members.Length == 0 ? "its members" : "those that it left out")} has; take more runs."
            );
    }

    private static string? WhyNot(int nonMembers)
    {
        if (nonMembers >= LeastForOnePerMille)
            return null;
        var (rate, least) = nonMembers >= LeastForOnePercent ? ("0.1 %", LeastForOnePerMille) : ("1 %", LeastForOnePercent);
        return FormattableString.Invariant(
            $"A rate at {rate} false positives needs at least {least:N0} non-members, but a run has {nonMembers:N0}."
        );
    }

    private static double[] Rates(int nonMembers)
    {
        var points = (int)Math.Ceiling(PointsPerDecade * Math.Log10(nonMembers));
        return [.. Enumerable.Range(-points, points + 1).Select(exponent => Math.Pow(10, (double)exponent / PointsPerDecade))];
    }
}
