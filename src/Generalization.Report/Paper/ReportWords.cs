namespace Generalization.Report.Paper;

/// <summary>The words that the page and the Markdown share.</summary>
internal static class ReportWords
{
    public const string About =
        "The experiments of “Understanding deep learning requires rethinking generalization” (Zhang, Bengio, "
        + "Hardt, Recht, Vinyals; ICLR 2017), run anew: "
        + "networks are trained on true labels and on labels or images made meaningless, and the numbers are put beside the paper's.";

    public const string Legend =
        "A mean is reproduced when it was run at the paper's scale (its data set, all images, and fitted or at least 25,000 "
        + "steps long) and lies within the row's tolerance of the paper's value, or within two standard deviations of the "
        + "runs where that is at most five tolerances. The tolerance is one percentage point for accuracies and errors, 0.1 "
        + "for MNIST's errors, 5 % for norms, 0.05 nats for losses, 0.35 for the time to overfit, and 10⁻⁶ for constructed "
        + "networks. Smaller scales are never compared. ± is the standard deviation over seeds.";

    public static string Status(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "reproduced",
            ReportStatus.Deviates => "deviates",
            ReportStatus.SmallerScale => "smaller scale",
            ReportStatus.Pending => "not run yet",
            ReportStatus.NotListed => "not in this list",
            _ => "no number",
        };

    /// <summary>The word of tables.json.</summary>
    public static string Name(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "reproduced",
            ReportStatus.Deviates => "deviates",
            ReportStatus.SmallerScale => "smaller-scale",
            // The file's format knows no other word for a number that is not there.
            _ => "pending",
        };

    public static string Paper(PaperRow row) => row.Paper.Words ?? row.Metric.Format(row.Paper.Low);

    public static string Ours(ReportRow row) =>
        row.Ours is not { } ours ? "–"
        : row.Spread is { } spread ? $"{Metric(row).Format(ours).Replace(" %", "")} ± {Metric(row).Format(spread)}"
        : Metric(row).Format(ours);

    /// <summary>Ours minus the paper's, where both are of one scale.</summary>
    public static string Difference(ReportRow row) =>
        row is { Ours: { } ours, Paper.Paper.Value: { } paper, Status: ReportStatus.Reproduced or ReportStatus.Deviates }
            ? Metric(row).FormatDifference(ours - paper)
            : "–";

    private static PaperMetric Metric(ReportRow row) => row.Paper.Metric;
}
