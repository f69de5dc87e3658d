using System.Collections.Immutable;
using Generalization.Report.Drawing;

namespace Generalization.Report.Content;

/// <summary>A figure of the paper in a few words, to stand beside others at the top of a report.</summary>
/// <param name="Section">The section that has more of it.</param>
/// <param name="Figure">Ours, at the largest scale; null where there is none yet.</param>
/// <param name="Sentence">What it says beside the paper's.</param>
public sealed record FigureCard(ReportSection Section, Figure? Figure, string Sentence)
{
    private const string ImageNet = "figure-2a";

    private static readonly Dictionary<string, (string About, string Paper)> Shown = new()
    {
        ["figure-1a"] = ("training loss", "all five losses reach zero within 25,000 steps"),
        ["figure-1b"] = ("time to overfit", "random labels take up to about 3.5 times as long as true ones"),
        ["figure-1c"] = ("test error", "with random labels it ends at 90 %, which is guessing"),
        [ImageNet] = ("ImageNet", "early stopping would have gained a few points, and batch normalization levels the curve"),
        ["figure-2b"] = ("batch normalization", "85.75 % of new images with it and 82.00 % without"),
    };

    /// <summary>The paper's figure's name, such as "Figure 1a".</summary>
    public string Name => Section.Paper.Title.Split(':')[0];

    /// <summary>What it is of, in two words.</summary>
    public string About => Shown[Section.Paper.Id].About;

    /// <summary>Those of a report's sections: of CIFAR-10 all four where the list has experiments for one, of ImageNet where it has
    /// some.</summary>
    internal static ImmutableArray<FigureCard> Of(IReadOnlyCollection<ReportSection> sections)
    {
        var (small, large) = (sections.Where(IsOfCifar).ToArray(), sections.Where(s => s.Paper.Id == ImageNet && !s.Figures.IsEmpty));
        return [.. (small.Any(s => s.IsListed) || !large.Any() ? small : []).Concat(large).Select(Of)];
    }

    private static bool IsOfCifar(ReportSection section) => section.Paper.Id != ImageNet && Shown.ContainsKey(section.Paper.Id);

    private static FigureCard Of(ReportSection section)
    {
        var figure = section.Figures.FirstOrDefault(f => f.Summary is not null) ?? section.Figures.FirstOrDefault();
        return new FigureCard(
            section,
            figure,
            figure is null
                ? $"Nothing to draw yet. In the paper {Shown[section.Paper.Id].Paper}."
                : figure.Summary ?? figure.Notes.FirstOrDefault() ?? ""
        );
    }
}
