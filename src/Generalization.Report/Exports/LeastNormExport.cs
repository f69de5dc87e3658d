using Generalization.Experiments;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Drawing;

namespace Generalization.Report.Exports;

/// <summary>The least-norm experiment of a folder as files at its top.</summary>
public static class LeastNormExport
{
    /// <summary>Writes result.json and distances.png.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="run">The run, finished, with its details.</param>
    /// <exception cref="IOException">A file cannot be written, or the details were not kept.</exception>
    public static void Write(ResultFolder folder, Run run)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(run);
        WholeFile.Write(folder.FileOf("result.json"), run.Result!.LeastNorm!.ToJson());
        Pictures.Distances(folder.FileOf("distances.png"), DescentPaths.Read(run.Folder));
    }
}
