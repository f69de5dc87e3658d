using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Drawing;

namespace Generalization.Report.Exports;

/// <summary>The constructed networks of a folder as files at its top.</summary>
public static class FiniteSampleExport
{
    /// <summary>Writes result.json, and projection.png of a two-layer network whose run kept its details.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="runs">The runs so far, all finished.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ResultFolder folder, IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(runs);
        WholeFile.Write(folder.FileOf("result.json"), FiniteSampleResult.ToJson([.. runs.Select(r => r.Result!.FiniteSample!)]));
        if (runs.Count > 0 && ProjectionCurve.Read(runs[^1].Folder) is { } curve)
            Pictures.AlongProjection(folder.FileOf("projection.png"), curve);
    }
}
