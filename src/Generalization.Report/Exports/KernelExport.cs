using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Drawing;

namespace Generalization.Report.Exports;

/// <summary>The kernel regressions of a folder as files at its top.</summary>
public static class KernelExport
{
    /// <summary>Writes result.json, and residuals.csv and residuals.png where the solver iterated and the runs kept their
    /// details.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="runs">The runs, one for each set of labels, all finished.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ResultFolder folder, IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(runs);
        var histories = runs.Select(r => (Labels: NameOf(r.Result!.Kernel!), Residuals: ResidualHistory.Read(r.Folder)))
            .Where(h => h.Residuals.Length > 0)
            .ToArray();
        if (histories.Length > 0)
        {
            WholeFile.Write(
                folder.FileOf("residuals.csv"),
                Files.Csv.Text(
                    "labels,iteration,relativeResidual",
                    from history in histories
                    from i in Enumerable.Range(0, history.Residuals.Length)
                    select (IEnumerable<object?>)[history.Labels, i + 1, history.Residuals[i]]
                )
            );
            Pictures.Residuals(folder.FileOf("residuals.png"), histories);
        }

        WholeFile.Write(folder.FileOf("result.json"), KernelResult.ToJson([.. runs.Select(r => r.Result!.Kernel!)]));
    }

    private static string NameOf(KernelResult result) =>
        string.Join(' ', new[] { result.Labels, result.Targets, result.AppendedLabels, result.Centres }.OfType<string>());
}
