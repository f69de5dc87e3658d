using System.Collections.Immutable;
using Generalization.Report.Drawing;

namespace Generalization.Report;

internal static class ReportPictures
{
    public static ImmutableArray<ReportPicture> Draw(PaperReport report) =>
        [
            .. report
                .Sections.SelectMany(s => s.Figures)
                .Select(f => new ReportPicture(f, FigureImage.Png(f), FigureImage.Png(f, dark: true))),
        ];
}
