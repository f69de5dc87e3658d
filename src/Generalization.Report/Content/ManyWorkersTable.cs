using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;

namespace Generalization.Report.Content;

/// <summary>The table of trainings by many workers, for every form of the report.</summary>
/// <param name="Columns">The heads; the first is the row's.</param>
/// <param name="Rows">The cells of each row of the group.</param>
internal sealed record ManyWorkersTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    private const string None = "–";

    public static ManyWorkersTable Of(OwnGroup group)
    {
        DistributedExperiment[] settings = [.. group.Rows.Select(r => (DistributedExperiment)r.Runs[0].Experiment)];
        var others = ManyWorkers.Others(settings);
        var hasOthers = others.Any(o => o is not null);
        ImmutableArray<string> columns =
        [
            "policy",
            "workers",
            "engine",
            "remedy",
            .. hasOthers ? ["otherwise"] : Array.Empty<string>(),
            "training",
            "test",
            "staleness",
            "diverged",
            "parts lost",
        ];
        return new(
            columns,
            [
                .. group.Rows.Select(
                    (row, i) =>
                        (ImmutableArray<string>)
                            [
                                settings[i].Policy,
                                settings[i].Workers.ToString("N0", CultureInfo.InvariantCulture),
                                settings[i].Engine,
                                settings[i].Remedy,
                                .. hasOthers ? [others[i] ?? ""] : Array.Empty<string>(),
                                Number(row.Of(r => 100 * r.Result?.Distributed?.TrainAccuracy), " %", 2),
                                Number(row.Of(r => 100 * r.Result?.Distributed?.TestAccuracy), " %", 2),
                                Number(row.Of(r => r.Result?.Distributed?.MeanStaleness), "", 2),
                                Diverged(row),
                                Number(row.Of(r => r.Result?.Distributed?.PartsLost), "", 0),
                            ]
                ),
            ]
        );
    }

    private static string Diverged(OwnRow row)
    {
        DistributedResult[] ended = [.. row.Runs.Select(r => r.Result?.Distributed).OfType<DistributedResult>()];
        DistributedResult[] lost = [.. ended.Where(r => r.Diverged)];
        return ended.Length == 0 ? None
            : lost.Length == 0 ? "no"
            : ended.Length == 1 ? FormattableString.Invariant($"in epoch {lost[0].Epochs + 1}")
            : FormattableString.Invariant($"{lost.Length} of {ended.Length}");
    }

    private static string Number((double? Mean, double? Spread) number, string unit, int places)
    {
        string Text(double value) => value.ToString("N" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return number.Mean is not { } mean ? None
            : number.Spread is { } spread ? $"{Text(mean)} ± {Text(spread)}{unit}"
            : Text(mean) + unit;
    }
}
