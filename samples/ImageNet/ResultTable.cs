using System.Globalization;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Content;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>The tables at the end: what was trained, best so far in brackets, and the paper's rows beside it.</summary>
internal static class ResultTable
{
    public static void Write(RandomizationResult result, PaperReport report)
    {
        var table = Of("Transformation", "Train %", "Top-5 train %", "Test % (best)", "Top-5 test % (best)", "Epochs");
        foreach (var run in result.Runs)
            table.AddRow(
                run.Corruption,
                Percent(run.TrainAccuracy),
                Percent(run.Top5TrainAccuracy),
                $"{Percent(run.TestAccuracy)} ({Percent(run.BestTestAccuracy)})",
                $"{Percent(run.Top5TestAccuracy)} ({Percent(run.BestTop5TestAccuracy)})",
                run.Epochs.ToString(CultureInfo.InvariantCulture)
            );
        TrainingDisplay.Write(table);
        var paper = Of("Table 2", "", "Paper", "Here", "Scale");
        foreach (var row in report.Sections.Where(s => s.Paper.Id == "table-2").SelectMany(s => s.Rows))
            if (row.Ours is { } ours)
                paper.AddRow(
                    Markup.Escape(row.Paper.Label),
                    Markup.Escape(row.Paper.Metric.Title),
                    row.Paper.Metric.Format(row.Paper.Paper.Low),
                    row.Paper.Metric.Format(ours),
                    Markup.Escape(row.Scale ?? "")
                );
        if (paper.Rows.Count > 0)
            TrainingDisplay.Write(paper);
    }

    private static Table Of(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(column);
        return table;
    }

    private static string Percent(double? fraction) => fraction is { } f ? (100 * f).ToString("F1", CultureInfo.InvariantCulture) : "–";
}
