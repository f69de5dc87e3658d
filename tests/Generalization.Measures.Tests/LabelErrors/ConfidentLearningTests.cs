using CsCheck;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.LabelErrors;

public class ConfidentLearningTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Labels 0: three right, two wrong, one of which is confidently so. Labels 1: all right.</summary>
    private static ProbabilityTable Table { get; } =
        ProbabilityTable.Of(
            new[,]
            {
                { 0.9, 0.1 },
                { 0.8, 0.2 },
                { 0.1, 0.9 },
                { 0.45, 0.55 },
                { 0.75, 0.25 },
                { 0.3, 0.7 },
                { 0.3, 0.7 },
            },
            [0, 0, 0, 0, 0, 1, 1]
        );

    [Fact]
    public void By_hand()
    {
        // C = (3, 1; 0, 2), so that a quarter of five labels is wrong: 1.25, rounded to 1.
        var found = ConfidentLearning.Of(Table);
        found.Joint.Counts[0].Should().Equal(3, 1);
        found.Scores.Select(s => s.FlaggedBy).Should().Equal(0, 0, (LabelMethods)7, 0, 0, 0, 0);
        found.InSample.Suspected.Should().BeFalse();
        var issue = found.Issues().Issues.Should().ContainSingle().Subject;
        (issue.Rank, issue.Example, issue.Given, issue.Suggested).Should().Be((1, 2, 0, 1));
        issue.SelfConfidence.Should().Be(0.1);
        issue.NormalizedMargin.Should().BeApproximately(-0.8, Tolerance);
        issue.Score.Suspicion.Should().BeApproximately(0.8, Tolerance);
    }

    [Fact]
    public void Pruning_takes_as_many_as_the_calibrated_joint_says() =>
        RandomTable.Any.Sample(table =>
        {
            var found = ConfidentLearning.Of(table);
            var (byClass, byNoiseRate) = Slow(table, found.Joint);
            for (var i = 0; i < table.Count; i++)
            {
                var flags = found.Scores[i].FlaggedBy;
                flags.HasFlag(LabelMethods.PruneByClass).Should().Be(byClass.Contains(i), $"example {i}");
                flags.HasFlag(LabelMethods.PruneByNoiseRate).Should().Be(byNoiseRate.Contains(i), $"example {i}");
                var off = found.Joint.Classes[i] >= 0 && found.Joint.Classes[i] != table.Labels[i];
                flags.HasFlag(LabelMethods.ConfidentLearning).Should().Be(off);
                found.Scores[i].Given.Should().Be(table.Labels[i]);
                if (flags != 0)
                    found.Scores[i].Suggested.Should().NotBe(table.Labels[i]);
            }

            found.Issues().Issues.Length.Should().Be(found.Joint.OffDiagonal);
            found.Issues(LabelMethods.PruneByBoth).Issues.Length.Should().Be(byClass.Intersect(byNoiseRate).Count());
        });

    [Fact]
    public void Ranks_are_by_margin_self_confidence_or_weighted_entropy()
    {
        double Suspicion(LabelRank rank) => ConfidentLearning.Of(Table, rank).Scores[3].Suspicion;
        Suspicion(LabelRank.NormalizedMargin).Should().BeApproximately(0.1, Tolerance);
        Suspicion(LabelRank.SelfConfidence).Should().BeApproximately(0.55, Tolerance);
        Suspicion(LabelRank.EntropyWeighted)
            .Should()
            .BeApproximately(-(0.45 * Math.Log(0.45) + 0.55 * Math.Log(0.55)) / Math.Log(2) / 0.45, Tolerance);
    }

    // Straightforward: sort each class's examples anew for each class that they may be of.
    private static (HashSet<int> ByClass, HashSet<int> ByNoiseRate) Slow(ProbabilityTable table, ConfidentJoint joint)
    {
        var labels = table.Labels.ToArray();
        var (byClass, byNoiseRate) = (new HashSet<int>(), new HashSet<int>());
        for (var y = 0; y < table.ClassCount; y++)
        {
            var label = y;
            int[] mine = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
            var counts = Rounded([.. joint.Calibrated[y]], mine.Length);
            if (counts[y] == 0)
            {
                counts[Array.IndexOf(counts, counts.Max())]--;
                counts[y]++;
            }

            byClass.UnionWith(mine.OrderBy(i => table.Row(i)[label]).ThenBy(i => i).Take(mine.Length - counts[y]));
            for (var j = 0; j < table.ClassCount; j++)
                if (j != y)
                    byNoiseRate.UnionWith(mine.OrderBy(i => table.Row(i)[label] - table.Row(i)[j]).ThenBy(i => i).Take(counts[j]));
        }

        bool Agrees(int i) => table.Predicted(i) == labels[i];
        byClass.RemoveWhere(Agrees);
        byNoiseRate.RemoveWhere(Agrees);
        return (byClass, byNoiseRate);
    }

    // Gives the largest remainder one more until the sum is right.
    private static int[] Rounded(double[] row, int sum)
    {
        int[] whole = [.. row.Select(x => (int)Math.Floor(x + 1e-9))];
        var given = new HashSet<int>();
        while (whole.Sum() < sum)
        {
            var next = Enumerable
                .Range(0, row.Length)
                .Where(j => !given.Contains(j))
                .MaxBy(j => Math.Round(row[j] - Math.Floor(row[j] + 1e-9), 9));
            given.Add(next);
            whole[next]++;
        }

        return whole;
    }
}
