using System.Collections.Immutable;
using System.Globalization;
using Generalization.Files;
using Generalization.Kernels.LeastNorm;

namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>The distances to the interpolant of least norm along each way, where <see cref="RunnerOptions.KeepDetails"/> asks for them:
/// paths.csv in the run's folder.</summary>
public static class DescentPaths
{
    private const string File = "paths.csv";

    /// <summary>Reads those of a run, in their order.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableArray<(string Name, ImmutableArray<(int Epoch, double Distance)> Points)> Read(string folder) =>
        [
            .. System
                .IO.File.ReadLines(Path.Combine(folder, File))
                .Skip(1)
                .Select(l => l.Split(','))
                .GroupBy(r => r[0])
                .Select(g => (g.Key, g.Select(r => ((int)Number(r[1]), Number(r[2]))).ToImmutableArray())),
        ];

    internal static void Write(string folder, IEnumerable<(string Name, LeastSquaresPath Path)> paths) =>
        WholeFile.Write(
            Path.Combine(folder, File),
            Csv.Text(
                "path,epoch,distance,norm,loss",
                from path in paths
                from p in path.Path.Points
                select (IEnumerable<object?>)[path.Name, p.Epoch, p.Distance, p.Norm, p.Loss]
            )
        );

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
