using System.Globalization;
using Generalization.Experiments.Kinds.FiniteSamples;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>The table at the end: a column for each network.</summary>
internal static class ResultTable
{
    public static Table Of(IReadOnlyList<FiniteSampleResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var result in results)
            table.AddColumn(new TableColumn($"depth {result.Depth}").RightAligned());
        Row("Points n", r => $"{r.N}");
        Row("Dimension d", r => $"{r.D}");
        Row("Outputs", r => $"{r.Outputs}");
        Row("Width", r => $"{r.Width}");
        Row("Free weights", r => r.Outputs == 1 && r.Depth == 2 ? $"{r.Weights} = 2n + d" : $"{r.Weights}");
        Row("Largest error", r => Number(r.MaxError));
        Row("What rounding the weights costs", r => Number(r.WeightsError));
        Row("The module's largest error", r => Number(r.ModuleMaxError));
        Row("Points it was run on", r => $"{r.ModulePoints}");
        Row("The bound on its error", r => Number(r.ModuleErrorBound));
        Row("Smallest gap", r => r.MinGap is { } gap ? Number(gap) : "–");
        Row("Lemma 1's eigenvalue", r => Number(r.SmallestEigenvalue));
        Row("Largest weight", r => Number(r.LargestWeight));
        Row("Its bound", r => Number(r.WeightBound));
        Row("Directions tried", r => $"{r.Directions}");
        foreach (
            var (phase, of) in new (string, Func<FiniteSampleResultSeconds, double>)[]
            {
                ("Projection", s => s.Project),
                ("Search", s => s.Search),
                ("Sort", s => s.Sort),
                ("Solve", s => s.Solve),
                ("Verification", s => s.Verify),
                ("Total", s => s.Total),
            }
        )
            Row($"{phase}, s", r => of(r.Seconds).ToString("F3", CultureInfo.InvariantCulture));
        return table;

        void Row(string name, Func<FiniteSampleResult, string> value) => table.AddRow([name, .. results.Select(value)]);
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
