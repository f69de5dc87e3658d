using System.Globalization;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>The table at the end: a column for each set of labels, and the paper's figures.</summary>
internal static class ResultTable
{
    public static Table Of(IReadOnlyList<KernelResult> results)
    {
        var (paper, test) = results[0].Validation == true ? (null, "Validation") : (PaperFigures.Of(results[0]), "Test");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var result in results)
            table.AddColumn(new TableColumn(Title(result)).RightAligned());
        if (paper is not null)
            table.AddColumn(new TableColumn("The paper").RightAligned());
        if (results[0].TestErrorRate is not null)
        {
            Row($"{test} errors", r => $"{r.TestErrors} of {r.TestCount}");
            Row($"{test} error %", r => Number(100 * r.TestErrorRate!.Value, "F2"), paper?.TestErrorPercent);
        }

        Row("Training errors", r => $"{r.TrainErrors} of {r.N}");
        Row("‖w‖", r => Number(r.Norm, "F1"), paper?.Norm);
        Row("Largest residual", r => Number(r.MaxResidual, "0.0E+0"));
        Row("Relative residual", r => Number(r.RelativeResidual, "0.0E+0"));
        if (results[0].Iterations is not null)
            Row("Iterations", r => $"{r.Iterations}");
        if (results[0].ConditionEstimate is not null)
            Row("Condition number, about", r => Number(r.ConditionEstimate!.Value, "0.0E+0"));
        var cost = results[0];
        foreach (
            var (phase, seconds) in new[]
            {
                ("Features", cost.Seconds.Features),
                ("Gram matrix", cost.Seconds.Gram),
                ("Factorization", cost.Seconds.Factor),
                ("Solve", cost.Seconds.Solve),
                ("Verification", cost.Seconds.Verify),
                ("Prediction", cost.Seconds.Predict),
                ("Total", cost.Seconds.Total),
            }
        )
            if (seconds is { } s)
                Once($"{phase}, s", Number(s, "F1"), phase == "Total" ? paper?.Seconds : null);
        if (cost.FactorGflops is { } rate)
            Once("Factorization, GFLOP/s (product)", $"{Number(rate, "F0")} ({Number(cost.MatmulGflops, "F0")})");
        Once("Memory, GB (foretold)", $"{Number(cost.PeakBytes / 1e9, "F2")} ({Number(cost.PredictedBytes / 1e9, "F2")})", paper?.Memory);
        if (cost.SpilledBytes > 0)
            Once("On disk, GB", Number(cost.SpilledBytes / 1e9, "F2"));
        return table;

        void Row(string name, Func<KernelResult, string> value, string? paperValue = null) =>
            Add([name, .. results.Select(value)], paperValue);
        void Once(string name, string value, string? paperValue = null) =>
            Add([name, value, .. results.Skip(1).Select(_ => "")], paperValue);
        void Add(string[] cells, string? paperValue) => table.AddRow(paper is null ? cells : [.. cells, paperValue ?? ""]);
    }

    private static string Title(KernelResult result) =>
        $"{result.Labels} labels{(result.AppendedLabels is { } appended ? $", {appended} appended" : "")}"
        + $"{(result.Targets == "signs" ? ", ±1" : "")}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
