using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Report.Figures;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>The error of the least-norm solution on random features: a peak at as many features as images, and a second descent.</summary>
internal static class DoubleDescent
{
    private const int Least = 3;

    private const double PeakWithin = 0.1,
        PeakOverEnd = 4;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        var curves =
            from record in records
            where record is { Experiment: RandomFeatureExperiment, Result.RandomFeatures: not null }
            let run = (Experiment: (RandomFeatureExperiment)record.Experiment, Result: record.Result!.RandomFeatures!)
            group run by (run.Experiment.Dataset, run.Experiment.N, run.Experiment.Test);
        foreach (var curve in curves)
        {
            var least = Points(curve.Where(run => run.Experiment.Ridge == 0));
            if (least.Length < Least)
                continue;
            var peak = least.MaxBy(p => p.Error);
            var end = least.FirstOrDefault(p => p.Features >= 10 * curve.Key.N);
            var atN = Math.Abs(peak.Features - curve.Key.N) <= PeakWithin * curve.Key.N;
            yield return new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"double-descent-{curve.Key.Dataset}-{curve.Key.N}{(curve.Key.Test is { } test ? $"-{test}" : "")}"
                ),
                "More parameters than examples do not hurt: the error of the least-norm solution peaks where "
                    + "features are as many as images, and "
                    + "falls again.",
                "The peak lies within 10 % of n, and is at least 4 times the error at 10 n features.",
                end.Features == 0 ? null
                    : atN && peak.Error >= PeakOverEnd * end.Error ? Agreement.Agrees
                    : Agreement.Differs,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{curve.Key.N:N0} images of {curve.Key.Dataset}{DoubleDescentFigure.Tested(curve.Key.Test)}, test error at features: "
                )
                    + Words(least)
                    + string.Concat(
                        from run in curve
                        where run.Experiment.Ridge > 0
                        group run by run.Experiment.Ridge into ridge
                        orderby ridge.Key
                        select $"; with a ridge of {KindWords.Plain(ridge.Key)}: {Words(Points(ridge))}"
                    )
                    + "."
            );
        }
    }

    private static (int Features, double Error)[] Points(
        IEnumerable<(RandomFeatureExperiment Experiment, RandomFeatureResult Result)> of
    ) =>
        [
            .. from run in of
            group run.Result.TestErrorRate by run.Experiment.FeatureCount into same
            orderby same.Key
            select (same.Key, same.Average()),
        ];

    private static string Words((int Features, double Error)[] points) =>
        string.Join(", ", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{100 * p.Error:F1} % at {p.Features:N0}")));
}
