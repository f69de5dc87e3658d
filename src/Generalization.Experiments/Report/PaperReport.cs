using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>How a row of the paper stands.</summary>
public enum ReportStatus
{
    /// <summary>At the paper's scale, and the mean is within the row's tolerance of the paper's value, or within two standard deviations that are no more than five tolerances.</summary>
    Reproduced,

    /// <summary>At the paper's scale, and the mean is further away, or some of the runs did not come to a number.</summary>
    Deviates,

    /// <summary>Run on less than the paper's images, or on others, or for too few steps: not compared.</summary>
    SmallerScale,

    /// <summary>The list has experiments for it, and none has a result.</summary>
    Pending,

    /// <summary>The list has no experiment for it.</summary>
    NotListed,

    /// <summary>Its runs have ended without this number, for the reason that the note gives.</summary>
    WithoutValue,
}

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

    /// <summary>What differs from the paper's runs, what the number leaves open, or why there is none; null for nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>A table, a figure or a section of the paper with what was found.</summary>
/// <param name="Paper">The paper's.</param>
/// <param name="Rows">Its numbers.</param>
/// <param name="Figures">Its pictures, one for each scale or model.</param>
public sealed record ReportSection(PaperSection Paper, ImmutableArray<ReportRow> Rows, ImmutableArray<Figure> Figures)
{
    /// <summary>Whether nothing of it has run.</summary>
    public bool IsEmpty => Figures.IsEmpty && Rows.All(r => r.Status is ReportStatus.Pending or ReportStatus.NotListed);
}

/// <summary>The paper's tables and figures beside the results of a list of experiments; immutable.</summary>
public sealed record PaperReport
{
    private PaperReport(string name, ImmutableArray<RunRecord> records) => (Name, Records) = (name, records);

    /// <summary>The list's name.</summary>
    public string Name { get; }

    /// <summary>The experiments and how far they are.</summary>
    public ImmutableArray<RunRecord> Records { get; }

    /// <summary>What must be known of the data or the machine, in sentences. Default: none.</summary>
    public ImmutableArray<string> Remarks { get; private init; } = [];

    /// <summary>One for each table and figure, in the order of <see cref="PaperSections.All"/>.</summary>
    public required ImmutableArray<ReportSection> Sections { get; init; }

    /// <summary>What was found.</summary>
    public required ReportVerdict Verdict { get; init; }

    /// <summary>Puts results beside the paper's.</summary>
    /// <param name="name">The name of the experiments' list.</param>
    /// <param name="records">The experiments of the list.</param>
    /// <param name="remarks">What must be known of the data or the machine, in sentences. Default: none.</param>
    public static PaperReport Of(string name, IReadOnlyList<RunRecord> records, params IReadOnlyList<string> remarks)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(remarks);
        ImmutableArray<ReportSection> sections = [.. PaperSections.All.Select(s => new ReportSection(s, [.. s.Rows.Select(r => RowOfRuns.Of(r, records))], FiguresOf(s.Id, records)))];
        return new PaperReport(name, [.. records]) { Remarks = [.. remarks], Sections = sections, Verdict = ReportVerdict.Of(records, sections) };
    }

    /// <summary>Writes report.html, report.md, tables.json, runs.csv and the pictures, each aside first and then renamed.</summary>
    /// <param name="folder">The folder, which is made; files of these names in it are replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var pictures = ReportPictures.Draw(this);
        foreach (var picture in pictures)
        {
            WholeFile.Write(Path.Combine(folder, picture.Figure.Id + ".png"), picture.Light);
            WholeFile.Write(Path.Combine(folder, picture.Figure.Id + "-dark.png"), picture.Dark);
        }

        RunFolder.WriteText(Path.Combine(folder, "tables.json"), TablesJson.Of(this));
        RunFolder.WriteText(Path.Combine(folder, "runs.csv"), RunsCsv.Of(Records));
        RunFolder.WriteText(Path.Combine(folder, "report.md"), MarkdownReport.Of(this));
        RunFolder.WriteText(Path.Combine(folder, "report.html"), HtmlReport.Of(this, pictures));
    }

    private static ImmutableArray<Figure> FiguresOf(string section, IReadOnlyList<RunRecord> records) => section switch
    {
        "figure-1a" => LossFigure.Of(records),
        "figure-1b" => LabelCorruptionFigures.TimeToOverfit(records),
        "figure-1c" => LabelCorruptionFigures.TestError(records),
        "figure-2b" => BatchNormFigure.Of(records),
        "learn-then-memorize" => LearnThenMemorizeFigure.Of(records),
        _ => [],
    };
}
