using System.Collections.Immutable;
using System.Globalization;
using Generalization.Measures.Audits;
using Generalization.Measures.LearningOrder;
using Generalization.Report.Drawing;

namespace Generalization.Report.Audits;

/// <summary>The figures of an audit as data.</summary>
internal static class AuditFigures
{
    private const int Bins = 40;

    /// <summary>The watched training's epochs, with right and wrong labels apart; null where none was watched.</summary>
    public static Figure? Curves(AuditResult result)
    {
        if (result.Measures.Order?.Curves is not { Length: > 1 } curves)
            return null;
        FigureCurve Of(string name, int colour, Func<LearningCurvePoint, double?> value) =>
            new(name, colour, [.. curves.Where(p => value(p) is not null).Select(p => new FigurePoint(p.Epoch, 100 * value(p)!.Value))]);
        FigureCurve[] all =
        [
            Of("right training labels", 0, p => p.Clean),
            Of("wrong labels given back", 1, p => p.ChangedAsGiven),
            Of("wrong labels seen through", 3, p => p.ChangedAsTrue),
            Of("held-out training labels", 4, p => p.HeldOut) with
            {
                Dashed = true,
            },
            Of("test labels", 2, p => p.Test),
        ];
        return new Figure("learning-order", $"What {result.Learner} learned in which epoch", "epoch", "right (%)")
        {
            Curves = [.. all.Where(c => c.Points.Length > 0)],
            Top = 105,
            Legend = FigureLegend.LowerRight,
        };
    }

    /// <summary>The margins of all labels out of sample; null where they were not judged so.</summary>
    public static Figure? Margins(AuditResult result)
    {
        if (result.Measures.Labels?.Confident is not { } confident)
            return null;
        var flagged = result.Issues.Select(i => i.Example).ToHashSet();
        var (listed, others) = (new int[Bins], new int[Bins]);
        foreach (var score in confident.Scores)
            (flagged.Contains(score.Example) ? listed : others)[
                Math.Clamp((int)((score.NormalizedMargin!.Value + 1) / 2 * Bins), 0, Bins - 1)
            ]++;
        return new Figure("margins", "How well each label fits what the others say of its example", "margin of the label", "labels")
        {
            Curves = [new("in issues.csv", 1, Steps(listed)), new("the others", 0, Steps(others))],
            Left = -1,
            Legend = FigureLegend.UpperLeft,
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The margin is the probability of the given label less that of the best other, out of "
                        + $"sample, in steps of {2.0 / Bins}."
                ),
            ],
        };
    }

    private static ImmutableArray<FigurePoint> Steps(int[] counts) =>
        [
            .. counts.SelectMany(
                (count, bin) => new[] { new FigurePoint(-1 + 2.0 * bin / Bins, count), new FigurePoint(-1 + 2.0 * (bin + 1) / Bins, count) }
            ),
        ];
}
