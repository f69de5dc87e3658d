using System.Collections.Immutable;
using System.Globalization;
using Generalization.Distributed.Results;
using Generalization.Report.Drawing;

namespace Generalization.Report.Figures;

/// <summary>The figures of a distributed training.</summary>
internal static class DistributedFigures
{
    private const int MostCurves = 6;

    public static Figure ByWorker(DistributedRun run)
    {
        var workers = run.Staleness.SelectMany(b => b.Keys).Distinct().Order().ToArray();
        return Histogram(
            run,
            "staleness-workers",
            "Staleness of each worker's gradients",
            [.. workers.Select(w => ($"worker {w}", Sum(run.Staleness.Select(b => b.GetValueOrDefault(w, [])))))]
        );
    }

    public static Figure ByBlock(DistributedRun run) =>
        Histogram(
            run,
            "staleness-blocks",
            "Staleness of the gradients in each block",
            [.. run.Staleness.Select((b, index) => ($"block {index}", Sum(b.Values)))]
        );

    public static Figure Accuracy(DistributedRun run) =>
        new("accuracy", "What was right after each epoch", "epoch", "right (%)")
        {
            Curves =
            [
                .. new[]
                {
                    Curve(run, "training, while it was trained on", 0, e => e.OnlineAccuracy),
                    Curve(run, "test", 1, e => e.TestAccuracy),
                }.Where(c => c.Points.Length > 0),
            ],
            Top = 105,
            Legend = FigureLegend.LowerRight,
        };

    public static Figure AgainstStaleness(DistributedRun run) =>
        AgainstStaleness("accuracy-staleness", "Test accuracy against the mean staleness so far", [("epochs, in their order", run.Epochs)]);

    /// <summary>A curve for each training: its epochs, in their order.</summary>
    public static Figure AgainstStaleness(
        string id,
        string title,
        IReadOnlyList<(string Name, ImmutableArray<DistributedEpoch> Epochs)> runs
    ) =>
        new(id, title, "mean staleness", "right on the test set (%)")
        {
            Curves = Tested(runs, e => e.MeanStaleness, marked: true),
            Top = 105,
            Legend = FigureLegend.LowerRight,
        };

    /// <summary>A curve of test accuracy for each training.</summary>
    public static Figure ByEpoch(string id, string title, IReadOnlyList<(string Name, ImmutableArray<DistributedEpoch> Epochs)> runs) =>
        new(id, title, "epoch", "right on the test set (%)")
        {
            Curves = Tested(runs, e => e.Epoch, marked: runs.All(r => r.Epochs.Length < 2)),
            Top = 105,
            Legend = FigureLegend.Below,
        };

    public static long[] Sum(IEnumerable<ImmutableArray<long>> counts)
    {
        var all = new List<long>();
        foreach (var one in counts)
            for (var i = 0; i < one.Length; i++)
                if (i < all.Count)
                    all[i] += one[i];
                else
                    all.Add(one[i]);
        return [.. all];
    }

    private static ImmutableArray<FigureCurve> Tested(
        IReadOnlyList<(string Name, ImmutableArray<DistributedEpoch> Epochs)> runs,
        Func<DistributedEpoch, double> across,
        bool marked
    ) =>
        [
            .. runs.Select(
                (r, colour) =>
                    new FigureCurve(
                        r.Name,
                        colour,
                        [
                            .. from epoch in r.Epochs
                            where epoch.TestAccuracy is { } right && double.IsFinite(right)
                            select new FigurePoint(across(epoch), 100 * epoch.TestAccuracy!.Value),
                        ]
                    )
                    {
                        Marked = marked,
                    }
            ),
        ];

    private static FigureCurve Curve(DistributedRun run, string name, int colour, Func<DistributedEpoch, double?> value) =>
        new(name, colour, [.. run.Epochs.Where(e => value(e) is not null).Select(e => new FigurePoint(e.Epoch, 100 * value(e)!.Value))])
        {
            Marked = run.Epochs.Length < 2,
        };

    // Many curves hide each other: the sum of all stands for those that are left out.
    private static Figure Histogram(DistributedRun run, string id, string title, IReadOnlyList<(string Name, long[] Counts)> all)
    {
        var shown = all.Take(all.Count > MostCurves ? MostCurves - 1 : MostCurves).ToList();
        ImmutableArray<string> notes =
        [
            string.Create(CultureInfo.InvariantCulture, $"Blocks: {run.Staleness.Length}. Workers: {run.Workers}."),
        ];
        if (shown.Count < all.Count)
        {
            shown.Insert(0, ("all", Sum(all.Select(a => a.Counts.ToImmutableArray()))));
            notes = notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all.Count - shown.Count + 1} more have no curve of their own; they are counted in the curve all."
                )
            );
        }

        return new Figure(id, title, "staleness", "share of the gradients (%)")
        {
            Curves = [.. shown.Select((s, colour) => new FigureCurve(s.Name, colour, Steps(s.Counts)))],
            Notes = notes,
        };
    }

    private static ImmutableArray<FigurePoint> Steps(long[] counts)
    {
        var total = Math.Max(1, counts.Sum());
        return
        [
            .. counts.SelectMany(
                (count, staleness) =>
                    new[]
                    {
                        new FigurePoint(Math.Max(0, staleness - 0.5), 100.0 * count / total),
                        new FigurePoint(staleness + 0.5, 100.0 * count / total),
                    }
            ),
        ];
    }
}
