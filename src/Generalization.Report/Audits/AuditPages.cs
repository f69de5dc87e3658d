using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;

namespace Generalization.Report.Audits;

/// <summary>Writes the page of each audit that a runner ends, with audit.json and issues.csv, into the folder of its run; made for
/// <see cref="RunnerOptions.Listener"/>.</summary>
public sealed class AuditPages : IProgress<RunProgress>
{
    /// <inheritdoc/>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Report(RunProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.At is AuditDone done)
            AuditExport.Write(done.Folder, done.Result, done.Data);
    }
}
