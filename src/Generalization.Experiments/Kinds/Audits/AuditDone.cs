using Generalization.Data;
using Generalization.Measures.Audits;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>A finished audit with all that its page needs, just before the run is kept as finished.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Data">The data that were audited.</param>
/// <param name="Folder">The folder of the run's files.</param>
public sealed record AuditDone(AuditResult Result, TrainTestData Data, string Folder) : KindProgress
{
    /// <inheritdoc/>
    public override string Words => "done";
}
