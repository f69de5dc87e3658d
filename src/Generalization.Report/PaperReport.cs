using System.Collections.Immutable;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;
using Generalization.Report.Html;
using Generalization.Report.Paper;

namespace Generalization.Report;

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
        ImmutableArray<ReportSection> sections =
        [
            .. PaperSections.All.Select(s => new ReportSection(
                s,
                [.. s.Rows.Select(r => RowOfRuns.Of(r, records))],
                FiguresOf(s.Id, records)
            )),
        ];
        return new PaperReport(name, [.. records])
        {
            Remarks = [.. remarks],
            Sections = sections,
            Verdict = ReportVerdict.Of(records, sections),
        };
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

    private static ImmutableArray<Figure> FiguresOf(string section, IReadOnlyList<RunRecord> records) =>
        section switch
        {
            "figure-1a" => LossFigure.Of(records),
            "figure-1b" => LabelCorruptionFigures.TimeToOverfit(records),
            "figure-1c" => LabelCorruptionFigures.TestError(records),
            "figure-2b" => BatchNormFigure.Of(records),
            "learn-then-memorize" => LearnThenMemorizeFigure.Of(records),
            _ => [],
        };
}
