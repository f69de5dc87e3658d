using System.Globalization;
using Generalization.Experiments.Kinds.NetworkTraining;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>The table at the end: a row for each transformation, mean ± standard deviation over its seeds.</summary>
internal static class ResultTable
{
    public static Table Of(RandomizationResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Transformation");
        foreach (var column in new[] { "Epochs to fit", "Train %", "Test %", "Gap %" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var group in result.Runs.GroupBy(r => (r.Corruption, r.CorruptionProbability)))
        {
            var runs = group.ToArray();
            table.AddRow(
                group.Key.Corruption == "partial-labels"
                    ? FormattableString.Invariant($"partial-labels ({group.Key.CorruptionProbability})")
                    : group.Key.Corruption,
                runs.All(r => r.EpochsToFit is not null) ? Spread(runs, r => r.EpochsToFit, "F0", 1) : "not fitted",
                Spread(runs, r => r.TrainAccuracy, "F1", 100),
                Spread(runs, r => r.TestAccuracy, "F1", 100),
                Spread(runs, r => r.TrainAccuracy - r.TestAccuracy, "F1", 100)
            );
        }

        return table;
    }

    private static string Spread(TrainingResult[] runs, Func<TrainingResult, double?> value, string format, double scale)
    {
        var values = runs.Select(value).OfType<double>().Select(v => scale * v).ToArray();
        if (values.Length == 0)
            return "–";
        var mean = values.Average();
        if (values.Length == 1)
            return mean.ToString(format, CultureInfo.InvariantCulture);
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return mean.ToString(format, CultureInfo.InvariantCulture) + " ± " + deviation.ToString("F1", CultureInfo.InvariantCulture);
    }
}
