using System.Collections.Immutable;

namespace Generalization.Report.Paper;

/// <summary>The words that the page and the Markdown share.</summary>
internal static class ReportWords
{
    public const string Title = "The randomization tests, beside the paper";

    public const string About =
        "The experiments of “Understanding deep learning requires rethinking generalization” (Zhang, Bengio, "
        + "Hardt, Recht, Vinyals; ICLR 2017), run anew: "
        + "networks are trained on true labels and on labels or images made meaningless, and the numbers are put beside the paper's.";

    public const string Legend =
        "A number is compared where it was run at the paper's scale: its data set, all images, and fitted or at least 64 epochs long, as "
        + "Figure 1a is. "
        + "With d the mean's difference from the paper's value, m the row's margin and h the half-width of "
        + "the 95 % interval in which another "
        + "run is foretold, h = t·s·√(1 + 1/n), it is reproduced where |d| + h ≤ m, deviates where |d| − h > "
        + "m, and is inconclusive else. s "
        + "is the standard deviation between seeds, pooled over all rows of the metric, and never below the "
        + "error of so many test images. m is "
        + "2 points for accuracies and errors, 1 point for what the best epoch is above the last, 0.05 nats for losses, "
        + "0.35 for the time to fit and 10⁻⁹ "
        + "for the weights of constructed networks, which are computed and not drawn (h = 0). From 95 % right "
        + "on, errors are counted instead: "
        + "two counts differ where one is more than 1.5 times the other and they are more than 3√(e₁ + e₂) apart. Smaller scales are never "
        + "compared. Each number of the paper counts once. “Pixels not verified”: of the files that were read, no published checksum was "
        + "checked. ± is the standard deviation over seeds.";

    /// <summary>In the order in which they are told.</summary>
    public static ImmutableArray<ReportStatus> InOrder { get; } =
    [
        ReportStatus.Reproduced,
        ReportStatus.Deviates,
        ReportStatus.Inconclusive,
        ReportStatus.NotComparable,
        ReportStatus.SmallerScale,
        ReportStatus.WithoutValue,
        ReportStatus.Pending,
        ReportStatus.NotListed,
    ];

    public static string Status(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "reproduced",
            ReportStatus.Deviates => "deviates",
            ReportStatus.Inconclusive => "inconclusive",
            ReportStatus.NotComparable => "not comparable",
            ReportStatus.SmallerScale => "smaller scale",
            ReportStatus.Pending => "not run yet",
            ReportStatus.NotListed => "not in this list",
            _ => "no number",
        };

    /// <summary>A sign for those who do not see colours.</summary>
    public static string Sign(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "✓",
            ReportStatus.Deviates => "✗",
            ReportStatus.Inconclusive => "?",
            ReportStatus.NotComparable => "≁",
            ReportStatus.SmallerScale => "▾",
            ReportStatus.Pending => "…",
            ReportStatus.NotListed => "·",
            _ => "–",
        };

    /// <summary>The word of tables.json.</summary>
    public static string Name(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "reproduced",
            ReportStatus.Deviates => "deviates",
            ReportStatus.Inconclusive => "inconclusive",
            ReportStatus.NotComparable => "not-comparable",
            ReportStatus.SmallerScale => "smaller-scale",
            ReportStatus.Pending => "pending",
            ReportStatus.NotListed => "not-listed",
            _ => "no-value",
        };

    /// <summary>A row's remark, with where its number is counted.</summary>
    public static string? Note(ReportRow row) =>
        row.Paper.CountedIn is { } section
            ? string.Join("; ", new[] { row.Note, $"counted in {PaperSections.Named(section).Title.Split(':')[0]}" }.OfType<string>())
            : row.Note;

    public static string Paper(PaperRow row) => row.Paper.Words ?? row.Metric.Format(row.Paper.Low);

    public static string Ours(ReportRow row) =>
        row.Ours is not { } ours ? "–"
        : row.Spread is { } spread ? $"{Metric(row).Format(ours).Replace(" %", "")} ± {Metric(row).Format(spread)}"
        : Metric(row).Format(ours);

    /// <summary>Ours minus the paper's, where both are of one scale.</summary>
    public static string Difference(ReportRow row) =>
        row
            is {
                Ours: { } ours,
                Paper.Paper.Value: { } paper,
                Status: ReportStatus.Reproduced or ReportStatus.Deviates or ReportStatus.Inconclusive
            }
            ? Metric(row).FormatDifference(ours - paper)
            : "–";

    private static PaperMetric Metric(ReportRow row) => row.Paper.Metric;
}
