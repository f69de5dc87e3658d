using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Report.Drawing;

namespace Generalization.Report.Figures;

/// <summary>The test error of least squares on random features, against their number.</summary>
internal static class DoubleDescentFigure
{
    // Fewer show no peak.
    private const int Least = 3;

    public static ImmutableArray<Figure> Of(IReadOnlyList<Run> records) =>
        [
            .. from record in records
            where record is { Experiment: RandomFeatureExperiment, Result.RandomFeatures: not null }
            let run = (Experiment: (RandomFeatureExperiment)record.Experiment, Result: record.Result!.RandomFeatures!)
            group run by (run.Experiment.Dataset, run.Experiment.N, run.Experiment.Test) into same
            where same.Select(r => r.Experiment.FeatureCount).Distinct().Count() >= Least
            select Draw(same.Key.Dataset, same.Key.N, same.Key.Test, [.. same]),
        ];

    /// <summary>On how many test images, where not on all.</summary>
    public static string Tested(int? test) => test is null ? "" : string.Create(CultureInfo.InvariantCulture, $", tested on {test:N0}");

    private static Figure Draw(string dataset, int n, int? test, (RandomFeatureExperiment Experiment, RandomFeatureResult Result)[] runs) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"double-descent-{dataset}-{n}{(test is null ? "" : $"-{test}")}"),
            string.Create(CultureInfo.InvariantCulture, $"Least squares on random features, {n:N0} images of {dataset}{Tested(test)}"),
            "random features",
            "test error, %"
        )
        {
            LogarithmicAcross = true,
            Curves =
            [
                .. from run in runs
                group run by run.Experiment.Ridge into ridge
                orderby ridge.Key
                let name = ridge.Key == 0 ? "least norm" : $"ridge {KindWords.Plain(ridge.Key)}"
                select (Name: name, Points: Points(ridge)) into curve
                where curve.Points.Length >= Least
                select new FigureCurve(curve.Name, curve.Name == "least norm" ? 0 : 1, curve.Points)
                {
                    Marked = true,
                    Dashed = curve.Name != "least norm",
                },
            ],
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The features are drawn, not trained; the training labels are fitted exactly from {n:N0} "
                        + $"features on where there is no ridge."
                ),
            ],
        };

    private static ImmutableArray<FigurePoint> Points(IEnumerable<(RandomFeatureExperiment Experiment, RandomFeatureResult Result)> runs) =>
        [
            .. from run in runs
            group 100 * run.Result.TestErrorRate by run.Experiment.FeatureCount into same
            orderby same.Key
            select new FigurePoint(same.Key, same.Average()),
        ];
}
