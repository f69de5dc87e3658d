using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>A figure drawn for light and for dark pages.</summary>
internal sealed record ReportPicture(Figure Figure, byte[] Light, byte[] Dark);

internal static class ReportPictures
{
    public static ImmutableArray<ReportPicture> Draw(PaperReport report) =>
        [.. report.Sections.SelectMany(s => s.Figures).Select(f => new ReportPicture(f, FigureImage.Png(f), FigureImage.Png(f, dark: true)))];
}
