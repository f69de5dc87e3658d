using System.Collections.Immutable;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using Generalization.Report.Statements;

namespace Generalization.Report.Content;

/// <summary>A table, a figure or a section of the paper with what was found.</summary>
/// <param name="Paper">The paper's.</param>
/// <param name="Rows">Its numbers.</param>
/// <param name="Figures">Its pictures, one for each scale or model.</param>
public sealed record ReportSection(PaperSection Paper, ImmutableArray<ReportRow> Rows, ImmutableArray<Figure> Figures)
{
    /// <summary>Its sentences that runs say something of. Default: none.</summary>
    public ImmutableArray<PaperStatement> Statements { get; init; } = [];

    /// <summary>Whether the list has an experiment for it, or is empty; what has none stands last. Default: true.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>Whether nothing of it has run.</summary>
    public bool IsEmpty =>
        Figures.IsEmpty && Statements.IsEmpty && Rows.All(r => r.Status is ReportStatus.Pending or ReportStatus.NotListed);
}
