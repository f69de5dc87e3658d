using System.Globalization;
using Generalization.Experiments;
using Generalization.Training;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>Live progress on a terminal, a plain line per epoch elsewhere, and the table at the end.</summary>
internal sealed class Display(bool quiet)
{
    private readonly bool live = !Console.IsOutputRedirected;

    public TrainingHistory Show(string run, Func<IProgress<TrainingProgress>, TrainingHistory> train)
    {
        if (quiet) return train(new Callback(_ => { }));
        if (!live)
            return train(new Callback(p =>
            {
                if (p.Finished is not null) Console.WriteLine(Line(run, p));
            }));
        return AnsiConsole.Status().Start(run, status =>
            train(new Callback(p => status.Status(Markup.Escape(Line(run, p) + $" · at most {p.Remaining:mm\\:ss} left")))));
    }

    public void Table(RandomizationResult result)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in new[] { "Transformation", "Epochs to fit", "Train %", "Test %", "Gap %" })
            table.AddColumn(column == "Transformation" ? new TableColumn(column) : new TableColumn(column).RightAligned());
        foreach (var group in result.Runs.GroupBy(r => (r.Corruption, r.CorruptionProbability)))
        {
            var runs = group.ToArray();
            table.AddRow(
                group.Key.Corruption == "partial-labels" ? Invariant($"partial-labels ({group.Key.CorruptionProbability})") : group.Key.Corruption,
                runs.All(r => r.EpochsToFit is not null) ? Spread(runs, r => r.EpochsToFit, "F0", 1) : "not fitted",
                Spread(runs, r => r.TrainAccuracy, "F1", 100), Spread(runs, r => r.TestAccuracy, "F1", 100),
                Spread(runs, r => r.TrainAccuracy - r.TestAccuracy, "F1", 100));
        }

        if (!live) AnsiConsole.Profile.Width = 100;
        AnsiConsole.Write(table);
        Console.WriteLine("Gap: the generalization gap, training minus test accuracy.");
        Console.WriteLine(result.Verdict);
    }

    private static string Line(string run, TrainingProgress p) => Invariant(
        $"{run} · epoch {p.Epoch}/{p.Epochs} · loss {p.Loss:F3} · accuracy {100 * p.Accuracy:F1} % · {p.ImagesPerSecond:F0} images/s");

    private static string Spread(RandomizationRun[] runs, Func<RandomizationRun, double?> value, string format, double scale)
    {
        var values = runs.Select(value).OfType<double>().Select(v => scale * v).ToArray();
        if (values.Length == 0) return "–";
        var mean = values.Average();
        if (values.Length == 1) return mean.ToString(format, CultureInfo.InvariantCulture);
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return mean.ToString(format, CultureInfo.InvariantCulture) + " ± " + deviation.ToString("F1", CultureInfo.InvariantCulture);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
