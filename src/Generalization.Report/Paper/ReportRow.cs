using System.Collections.Immutable;

namespace Generalization.Report.Paper;

/// <summary>A number of the paper beside ours.</summary>
/// <param name="Paper">The paper's row.</param>
/// <param name="Ours">The mean over the runs; null where there is none.</param>
/// <param name="N">The number of runs, which differ in the seed alone.</param>
/// <param name="Spread">Their standard deviation, √(Σ(x − mean)² / (n − 1)); null for fewer than two.</param>
/// <param name="Scale">What they ran on, in words; null where there is none.</param>
/// <param name="Status">How it stands.</param>
public sealed record ReportRow(PaperRow Paper, double? Ours, int N, double? Spread, string? Scale, ReportStatus Status)
{
    /// <summary>The runs' identifiers. Default: none.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];

    /// <summary>h, the half-width of the 95 % interval in which another run is foretold; null where the row is not compared by its margin,
    /// and infinite where no row of the metric was repeated. Default: null.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Whether the pixels of all its runs are the published ones by their checksums. Default: true.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>What differs from the paper's runs, what the number leaves open, or why there is none; null for nothing.</summary>
    public string? Note { get; init; }
}
