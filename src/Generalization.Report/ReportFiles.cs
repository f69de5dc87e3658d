using Generalization.Files;
using Generalization.Report.Content;
using Generalization.Report.Csv;
using Generalization.Report.Drawing;
using Generalization.Report.Html;
using Generalization.Report.Json;
using Generalization.Report.Markdown;

namespace Generalization.Report;

/// <summary>A report as files.</summary>
public static class ReportFiles
{
    /// <summary>Writes report.html, report.md, tables.json, runs.csv and the pictures, each aside first and then renamed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder, which is made; files of these names in it are replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(this PaperReport report, string folder)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        FigurePicture[] pictures =
        [
            .. report.Sections.SelectMany(s => s.Figures).Concat(report.Own.SelectMany(g => g.Figures)).Select(FigurePicture.Of),
        ];
        foreach (var picture in pictures)
        {
            WholeFile.Write(Path.Combine(folder, picture.Figure.Id + ".png"), picture.Light);
            WholeFile.Write(Path.Combine(folder, picture.Figure.Id + "-dark.png"), picture.Dark);
        }

        WholeFile.Write(Path.Combine(folder, "tables.json"), TablesJson.Of(report));
        WholeFile.Write(Path.Combine(folder, "runs.csv"), RunsCsv.Of(report.Runs));
        WholeFile.Write(Path.Combine(folder, "report.md"), MarkdownReport.Of(report));
        WholeFile.Write(Path.Combine(folder, "report.html"), HtmlReport.Of(report, pictures));
    }
}
