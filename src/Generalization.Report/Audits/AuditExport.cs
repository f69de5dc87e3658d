using Generalization.Data;
using Generalization.Files;
using Generalization.Measures.Audits;

namespace Generalization.Report.Audits;

/// <summary>An audit as files: audit.html, which asks for no other file, audit.json and issues.csv; and network.html, on a page of its own,
/// where a network's norms were measured.</summary>
public static class AuditExport
{
    private static readonly string[] Names = ["audit.html", "audit.json", "issues.csv", NetworkPage.File];

    /// <summary>Copies what was written to one folder into another.</summary>
    /// <param name="from">The folder that has them.</param>
    /// <param name="to">The folder that gets them; it exists.</param>
    /// <exception cref="IOException">They are not there, or cannot be copied.</exception>
    public static void Copy(string from, string to)
    {
        if (!File.Exists(Path.Combine(from, Names[0])))
            throw new IOException(
                $"A finished audit must have its page beside its result, but {from} has no {Names[0]}; remove "
                    + "that folder to make the audit "
                    + "again."
            );
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(from, name))))
            WholeFile.Copy(Path.Combine(from, name), Path.Combine(to, name));
    }

    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder, which is made where it is not there.</param>
    /// <param name="result">What was found.</param>
    /// <param name="data">The data that were audited, for pictures. Default: null, there are probabilities alone.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, AuditResult result, TrainTestData? data = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, "issues.csv"), IssuesCsv.Of(result, data?.Train));
        WholeFile.Write(Path.Combine(folder, "audit.json"), AuditJson.Of(result));
        if (result.Measures.Norms is not null)
            WholeFile.Write(Path.Combine(folder, NetworkPage.File), NetworkPage.Of(result));
        WholeFile.Write(Path.Combine(folder, "audit.html"), AuditPage.Of(result, data));
    }
}
