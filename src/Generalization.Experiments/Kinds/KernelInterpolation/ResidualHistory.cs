using System.Collections.Immutable;
using System.Globalization;
using Generalization.Files;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>The relative residual after each iteration of a solver, where <see cref="RunnerOptions.KeepDetails"/> asks for it:
/// residuals.csv in the run's folder.</summary>
public static class ResidualHistory
{
    private const string File = "residuals.csv",
        Header = "iteration,relativeResidual";

    /// <summary>Reads those of a run; empty where nothing was iterated.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableArray<double> Read(string folder)
    {
        var path = Path.Combine(folder, File);
        return System.IO.File.Exists(path)
            ?
            [
                .. System
                    .IO.File.ReadLines(path)
                    .Skip(1)
                    .Select(l => double.Parse(l.Split(',')[1], NumberStyles.Float, CultureInfo.InvariantCulture)),
            ]
            : [];
    }

    internal static void Write(string folder, ImmutableArray<double> residuals)
    {
        if (!residuals.IsEmpty)
            WholeFile.Write(Path.Combine(folder, File), Csv.Text(Header, residuals.Select((r, i) => (IEnumerable<object?>)[i + 1, r])));
    }
}
