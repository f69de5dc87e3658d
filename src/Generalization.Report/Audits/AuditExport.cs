using Generalization.Data;
using Generalization.Files;
using Generalization.Measures.Audits;

namespace Generalization.Report.Audits;

/// <summary>An audit as files: audit.html, which asks for no other file, audit.json and issues.csv; and network.html, on a page of its own,
/// where a network's norms were measured.</summary>
public static class AuditExport
{
    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="result">What was found.</param>
    /// <param name="data">The data that were audited, for pictures. Default: null, there are probabilities alone.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, AuditResult result, TrainTestData? data = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        WholeFile.Write(Path.Combine(folder, "issues.csv"), IssuesCsv.Of(result, data?.Train));
        WholeFile.Write(Path.Combine(folder, "audit.json"), AuditJson.Of(result));
        if (result.Measures.Norms is not null)
            WholeFile.Write(Path.Combine(folder, NetworkPage.File), NetworkPage.Of(result));
        WholeFile.Write(Path.Combine(folder, "audit.html"), AuditPage.Of(result, data));
    }
}
