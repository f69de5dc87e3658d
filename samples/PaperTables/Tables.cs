using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Generalization.Report.Content;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>What the sample writes to the console.</summary>
internal static class Tables
{
    public static int WriteList(IEnumerable<Experiment> experiments)
    {
        var table = Of("Id", "Experiment");
        foreach (var experiment in experiments)
            table.AddRow(experiment.Id, Markup.Escape(experiment.Words));
        TrainingDisplay.Write(table);
        return 0;
    }

    /// <summary>How far each is, and the exit code: 1 where a file is damaged.</summary>
    public static int WriteStatus(IReadOnlyList<Run> runs)
    {
        var table = Of("Id", "Experiment", "Outcome");
        foreach (var run in runs)
            table.AddRow(run.Experiment.Id, Markup.Escape(run.Experiment.Words), Markup.Escape(run.Outcome));
        TrainingDisplay.Write(table);
        Console.WriteLine(string.Join(", ", runs.GroupBy(r => r.Status).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}")));
        return WriteDamage(runs);
    }

    /// <summary>Which files are damaged, and the exit code.</summary>
    public static int WriteDamage(IReadOnlyList<Run> runs)
    {
        foreach (var damage in runs.Select(r => r.Damage).OfType<string>())
            Console.Error.WriteLine(damage);
        return runs.Any(r => r.Status == RunStatus.Damaged) ? 1 : 0;
    }

    /// <summary>Which results are of other data, and the exit code.</summary>
    public static int WriteOtherData(IReadOnlyList<InterruptedRun> runs)
    {
        foreach (var run in runs)
            Console.Error.WriteLine(run.Error);
        return runs.Count > 0 ? 1 : 0;
    }

    /// <summary>The rows that have run, beside the paper's.</summary>
    public static void Write(PaperReport report)
    {
        var table = Of("", "", "Paper", "Here", "Scale");
        foreach (var section in report.Sections)
        foreach (var row in section.Rows.Where(r => r.Ours is not null))
            table.AddRow(
                Markup.Escape(section.Paper.Title.Split(':')[0]),
                Markup.Escape($"{row.Paper.Label}, {row.Paper.Metric.Title}"),
                Markup.Escape(row.Paper.Paper.Words ?? row.Paper.Metric.Format(row.Paper.Paper.Low)),
                row.Paper.Metric.Format(row.Ours!.Value),
                Markup.Escape(row.Scale ?? "")
            );
        if (table.Rows.Count > 0)
            TrainingDisplay.Write(table);
        Console.WriteLine(report.Verdict.Headline);
    }

    /// <summary>What is not done, and the exit code: 1 where something failed or could not go on.</summary>
    public static int WriteOutcome(SweepOutcome outcome)
    {
        if (outcome.OutOfTime.Length > 0)
            Console.WriteLine(
                $"{outcome.OutOfTime.Length} experiments would not have " + "ended in the budget; the same command goes on with them."
            );
        foreach (var run in outcome.Interrupted)
            Console.Error.WriteLine(run.Error);
        foreach (var failure in outcome.Failures)
            Console.Error.WriteLine(failure);
        if (outcome.Failed > 0)
            Console.Error.WriteLine(
                $"{outcome.Failed} experiment{(outcome.Failed == 1 ? "" : "s")} ended with an error; --retry-failed runs them again."
            );
        if (outcome.OfUnknownData > 0)
            Console.WriteLine(
                $"{outcome.OfUnknownData} results do not say which data set they are of, since an earlier version made them; they are "
                    + "taken as they are."
            );
        return outcome.Failed + outcome.Interrupted.Length > 0 ? 1 : 0;
    }

    private static Table Of(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(column);
        return table;
    }
}
