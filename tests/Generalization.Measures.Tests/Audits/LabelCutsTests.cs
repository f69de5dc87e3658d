using Generalization.Measures.Audits;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.Audits;

public class LabelCutsTests
{
    // 90 sure labels, and 10 that are surely something else.
    private static ProbabilityTable Table()
    {
        var (p, labels) = (new double[100, 2], new long[100]);
        for (var i = 0; i < 100; i++)
        {
            labels[i] = i % 2;
            var own = i < 10 ? 0.05 + 0.01 * i : 0.9;
            (p[i, labels[i]], p[i, 1 - labels[i]]) = (own, 1 - own);
        }

        return ProbabilityTable.Of(p, labels);
    }

    [Fact]
    public void The_list_ends_where_a_quarter_would_be_right_labels()
    {
        // No test label looks wrong: the ten stand out.
        var clean = Enumerable.Repeat(0.8, 999).ToArray();
        var found = LabelCuts.Of(Table(), clean, "");
        found.Issues.Issues.Select(i => i.Example).Should().Equal(Enumerable.Range(0, 10));
        found.Rule.Should().StartWith("The list ends where, by what the judge says of the test set's labels, a quarter");
        // One in fifty test labels looks as wrong as the worst five: about two of those ten are right then, and the rest has more.
        var some = Enumerable.Range(0, 1000).Select(i => i < 20 ? -0.83 : 0.8).ToArray();
        LabelCuts.Of(Table(), some, "").Issues.Issues.Should().HaveCount(10);
        // One in twenty: no place has fewer than a quarter.
        var many = Enumerable.Range(0, 1000).Select(i => i < 50 ? -0.95 : 0.8).ToArray();
        var worse = LabelCuts.Of(Table(), many, "");
        worse.Rule.Should().StartWith("No more training labels look wrong than test labels do, so that many of the list may be right.");
        worse.Issues.Issues.Should().HaveCount(worse.Confident!.Joint.OffDiagonal);
    }
}
