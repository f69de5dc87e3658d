using System.Globalization;
using Generalization.Experiments.Kinds.LeastNorm;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>The tables at the end: the interpolants, and what their norm says of their error.</summary>
internal static class ResultTables
{
    public static IEnumerable<Table> Of(LeastNormResult result)
    {
        var interpolants = Table("Interpolant of the pixels", "Epochs", "Loss", "Norm", "Distance", "Train errors", "Test error %");
        foreach (var r in result.Interpolants)
            interpolants.AddRow(
                r.Name,
                r.Epochs?.ToString(CultureInfo.InvariantCulture) ?? "",
                Number(r.Loss, "0.0E+0"),
                Number(r.Norm, "F3"),
                Number(r.Distance, "0.0E+0"),
                $"{r.TrainErrors} of {result.N}",
                Number(100.0 * r.TestErrors / result.TestCount, "F1")
            );
        yield return interpolants;
        var features = Table("Interpolant of least norm", "Dimension", "Norm", "Test error %");
        foreach (var r in result.Features)
            features.AddRow(r.Features, $"{r.Dimension}", Number(r.Norm, "F3"), Number(100.0 * r.TestErrors / result.TestCount, "F1"));
        yield return features;
    }

    private static Table Table(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(first);
        foreach (var name in others)
            table.AddColumn(new TableColumn(name).RightAligned());
        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
