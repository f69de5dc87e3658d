using System.Collections.Immutable;
using System.Globalization;
using Generalization.Files;
using Generalization.Models.FiniteSample;

namespace Generalization.Experiments.Kinds.FiniteSamples;

/// <summary>A two-layer network along its projection, about the middle of its points: straight lines through its kinks are the
/// network.</summary>
/// <remarks>Where <see cref="RunnerOptions.KeepDetails"/> asks for it, projection.csv in the run's folder.</remarks>
/// <param name="Total">How many points the network has.</param>
/// <param name="Points">The projections that are shown, ascending, with the first output there.</param>
/// <param name="Kinks">The kinks among them, the points being some, ascending.</param>
public sealed record ProjectionCurve(
    int Total,
    ImmutableArray<(double At, double Output)> Points,
    ImmutableArray<(double At, double Output)> Kinks
)
{
    private const string File = "projection.csv";

    /// <summary>Takes it from a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="points">How many points. Default: 40.</param>
    public static ProjectionCurve Of(FiniteSampleNetwork network, int points = 40)
    {
        ArgumentNullException.ThrowIfNull(network);
        var shown = Math.Min(points, network.Projections.Length);
        var first = (network.Projections.Length - shown) / 2;
        var x = network.Projections.AsSpan().Slice(first, shown).ToArray();
        var kinks = x.Concat(network.Thresholds.AsSpan().Slice(first, shown).ToArray())
            .Where(k => k >= x[0] && k <= x[^1])
            .Order()
            .ToArray();
        ImmutableArray<(double, double)> Along(double[] at) => [.. at.Select(k => (k, network.EvaluateProjection(k)[0]))];
        return new ProjectionCurve(network.Projections.Length, Along(x), Along(kinks));
    }

    /// <summary>Reads that of a run; null where there is none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProjectionCurve? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
            return null;
        var rows = System.IO.File.ReadLines(path).Skip(1).Select(l => l.Split(',')).ToArray();
        ImmutableArray<(double, double)> Of(string what) => [.. rows.Where(r => r[0] == what).Select(r => (Number(r[2]), Number(r[3])))];
        return new ProjectionCurve((int)Number(rows[0][1]), Of("point"), Of("kink"));
    }

    internal void Write(string folder) =>
        WholeFile.Write(
            Path.Combine(folder, File),
            Csv.Text("what,total,projection,output", [.. Points.Select(p => Row("point", p)), .. Kinks.Select(p => Row("kink", p))])
        );

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private IEnumerable<object?> Row(string what, (double At, double Output) p) => [what, Total, p.At, p.Output];
}
