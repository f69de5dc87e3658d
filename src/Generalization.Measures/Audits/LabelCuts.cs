using Generalization.Data;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;

namespace Generalization.Measures.Audits;

/// <summary>Where the list of labels that look wrong ends.</summary>
/// <remarks>
/// <para>With a test set, whose labels are taken to be right: of right labels the share F(m) has a margin of at most m there. Of n training
/// labels a(m) have one; about F(m) · (n − a) of these are right. The list ends at the largest m where that is at most a quarter of a(m).
/// A test label that is wrong makes the list shorter. The test set is predicted by a training on all examples, which is a little surer than
/// those that the training labels are judged by, so that somewhat more than a quarter may be right.</para>
/// <para>Where no margin is seldom enough among test labels, the training labels look no worse than those, and confident learning's
/// count is taken.</para>
/// </remarks>
internal static class LabelCuts
{
    private const double MostRight = 0.25;

    private const string TestRule =
            "The list ends where, by what the judge says of the test set's labels, a quarter of it would be right labels of hard examples.",
        ConfidentRule =
            "The list ends with the last label that confident learning counts off the diagonal: another class reaches the mean probability "
            + "that its own examples have.",
        NoWorse = "No more training labels look wrong than test labels do, so that many of the list may be right. ";

    public static LabelFindings Of(ProbabilityTable table, double[]? testMargins, string by)
    {
        var confident = ConfidentLearning.Of(table);
        // Probabilities that come with margins of the test set were made here, and out of sample: no error is then a good sign.
        if (testMargins is not null)
            confident = confident with { InSample = confident.InSample with { Suspected = false, Sentence = null } };
        var found = new LabelFindings(confident.Issues(), ConfidentRule, by)
        {
            Confident = confident,
            Accuracy = Estimate.OfShare(table.Right, table.Count),
        };
        if (testMargins is null)
            return found;
        return Cut(confident, testMargins) is { } cut
            ? found with
            {
                Issues = LabelIssues.Of(confident.Scores, new LabelCut { LeastSuspicion = cut }),
                Rule = TestRule,
            }
            : found with
            {
                Rule = NoWorse + ConfidentRule,
            };
    }

    /// <summary>p of the label less the largest other p, of each example.</summary>
    public static double[] Margins(double[] probabilities, Dataset data)
    {
        var k = data.ClassCount;
        var margins = new double[data.Count];
        for (var i = 0; i < margins.Length; i++)
        {
            var (label, most) = ((int)data.Labels[i], 0.0);
            for (var c = 0; c < k; c++)
                most = c == label ? most : Math.Max(most, probabilities[i * k + c]);
            margins[i] = probabilities[i * k + label] - most;
        }

        return margins;
    }

    // The least suspicion of the list; null where there is none.
    private static double? Cut(ConfidentLearning confident, double[] testMargins)
    {
        double[] suspicions = [.. confident.Scores.Select(s => s.Suspicion).OrderDescending()];
        double[] tests = [.. testMargins.Select(m => -m).OrderDescending()];
        var (right, cut) = (0, (double?)null);
        for (var a = 1; a <= suspicions.Length && suspicions[a - 1] > 0; a++)
        {
            while (right < tests.Length && tests[right] >= suspicions[a - 1])
                right++;
            var expected = (right + 1.0) / (tests.Length + 1) * (suspicions.Length - a);
            if (expected <= MostRight * a && (a == suspicions.Length || suspicions[a] < suspicions[a - 1]))
                cut = suspicions[a - 1];
        }

        return cut;
    }
}
