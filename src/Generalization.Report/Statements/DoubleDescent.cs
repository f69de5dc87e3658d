using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.RandomFeatures;
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
            let experiment = (RandomFeatureExperiment)record.Experiment
            group (experiment, Result: record.Result!.RandomFeatures!) by (experiment.Dataset, experiment.N);
        foreach (var curve in curves)
        {
            var least = Points(curve, r => r == 0);
            var ridged = Points(curve, r => r > 0);
            if (least.Length < Least)
                continue;
            var peak = least.MaxBy(p => p.Error);
            var end = least.FirstOrDefault(p => p.Features >= 10 * curve.Key.N);
            var atN = Math.Abs(peak.Features - curve.Key.N) <= PeakWithin * curve.Key.N;
            yield return new(
                $"double-descent-{curve.Key.Dataset}-{curve.Key.N.ToString(CultureInfo.InvariantCulture)}",
                "More parameters than examples do not hurt: the error of the least-norm solution peaks where "
                    + "features are as many as images, and "
                    + "falls again.",
                "The peak lies within 10 % of n, and is at least 4 times the error at 10 n features.",
                end.Features == 0 ? null
                    : atN && peak.Error >= PeakOverEnd * end.Error ? Agreement.Agrees
                    : Agreement.Differs,
                string.Create(CultureInfo.InvariantCulture, $"{curve.Key.N:N0} images of {curve.Key.Dataset}, test error at features: ")
                    + Words(least)
                    + (ridged.Length == 0 ? "" : "; with a ridge: " + Words(ridged))
                    + "."
            );
        }
    }

    private static (int Features, double Error)[] Points(
        IEnumerable<(RandomFeatureExperiment Experiment, RandomFeatureResult Result)> of,
        Func<double, bool> ridge
    ) =>
        [
            .. from run in of
            where ridge(run.Experiment.Ridge)
            group run.Result.TestErrorRate by run.Experiment.FeatureCount into same
            orderby same.Key
            select (same.Key, same.Average()),
        ];

    private static string Words((int Features, double Error)[] points) =>
        string.Join(", ", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{100 * p.Error:F1} % at {p.Features:N0}")));
}
