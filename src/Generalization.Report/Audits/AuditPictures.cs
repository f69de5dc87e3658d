using System.Globalization;
using System.Xml.Linq;
using Generalization.Data;
using Generalization.Measures.Audits;
using Generalization.Measures.WholeSet;
using Generalization.Report.Drawing;
using Generalization.Report.Html;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Audits;

/// <summary>The pictures of an audit's page: examples with their labels, pairs side by side, and figures.</summary>
internal sealed class AuditPictures(AuditResult result, TrainTestData data)
{
    private const int Most = 24,
        MostPairs = 12;

    /// <summary>The most suspicious images with the given and the suggested label.</summary>
    public XElement? Suspicious(int most) =>
        result.Issues.IsEmpty
            ? null
            : Gallery(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {Math.Min(most, result.Issues.Length)} most suspicious labels of "
                        + $"{result.Issues.Length:N0}: what is given, and what is "
                        + $"suggested instead"
                ),
                result.Issues.Take(most).Select(i => Tile(data.Train, i.Example, Name(i.Given), "→ " + Name(i.Suggested), Truth(i.Example)))
            );

    public IEnumerable<object?> Of(AuditQuestion question) =>
        question switch
        {
            AuditQuestion.DidMemorize => [Drawn(AuditFigures.Curves(result))],
            AuditQuestion.WhichExamples => Examples(),
            AuditQuestion.WhichLabels => [Suspicious(Most), Drawn(AuditFigures.Margins(result))],
            _ => [],
        };

    /// <summary>Duplicates that should not be: across the split, or with two labels.</summary>
    public XElement? Duplicates()
    {
        if (result.Measures.Duplicates is not { } found)
            return null;
        var pairs = found
            .Exact.Where(g => g.AcrossSplit || g.LabelsConflict)
            .Select(g => (First: g.Members[0], Second: g.Members.FirstOrDefault(m => m.Split != g.Members[0].Split, g.Members[^1])))
            .Concat(found.Near.Where(p => p.AcrossSplit || p.LabelsConflict).Select(p => (p.First, p.Second)))
            .Take(MostPairs)
            .ToArray();
        return pairs.Length == 0
            ? null
            : Gallery("The same image twice", pairs.Select(p => Pair(Shown(p.First), Shown(p.Second))), "pairs");
    }

    private IEnumerable<object?> Examples()
    {
        if (result.Measures.Memorization is { Most: { IsEmpty: false } most })
            yield return Gallery(
                "The most memorized examples: right only because they were trained on",
                most.Take(Most)
                    .Select(m =>
                        Tile(
                            data.Train,
                            m.Position,
                            Name(data.Train.Labels[m.Position]),
                            string.Create(CultureInfo.InvariantCulture, $"{m.Score:F2}")
                                + (m.StandardError is { } error ? string.Create(CultureInfo.InvariantCulture, $" ± {error:F2}") : ""),
                            Truth(m.Position)
                        )
                    )
            );
        if (result.Measures.Influence is { Pairs: { IsEmpty: false } pairs })
            yield return Gallery(
                "Pairs: the test image on the right is right because of the training image on the left",
                pairs
                    .Take(MostPairs)
                    .Select(p =>
                        Pair(
                            Tile(data.Train, p.Train, Name(data.Train.Labels[p.Train]), "training", null),
                            Tile(
                                data.Test,
                                p.Test,
                                Name(data.Test.Labels[p.Test]),
                                string.Create(CultureInfo.InvariantCulture, $"+{100 * p.Influence:F0} points"),
                                null
                            )
                        )
                    ),
                "pairs"
            );
        if (result.Measures.Order is { } order)
            yield return Gallery(
                "Learned last or never, and forgotten most often",
                order
                    .Examples.MostForgottenFirst()
                    .Take(FirstOf(result.Measures.Memorization is null))
                    .Select(i =>
                        Tile(
                            data.Train,
                            order.Positions[i],
                            Name(data.Train.Labels[order.Positions[i]]),
                            order.Examples.IsNeverLearned(i)
                                ? "never learned"
                                : string.Create(CultureInfo.InvariantCulture, $"forgotten {order.Examples.ForgettingEvents[i]}×"),
                            Truth(order.Positions[i])
                        )
                    )
            );
    }

    private static int FirstOf(bool isAlone) => isAlone ? Most : MostPairs;

    private XElement Shown(SetExample example)
    {
        var set = example.Split == DatasetSplit.Train ? data.Train : data.Test;
        return Tile(set, example.Position, Name(example.Label), example.Split == DatasetSplit.Train ? "training" : "test", null);
    }

    private string? Truth(int position) =>
        data.Train.ChangedCount == 0 ? null
        : data.Train.Labels[position] == data.Train.TrueLabels[position] ? "not planted"
        : "truly " + Name(data.Train.TrueLabels[position]);

    private static XElement Gallery(string title, IEnumerable<XElement> tiles, string kind = "") =>
        Element("figure", Class("gallery " + kind), Element("figcaption", title), Element("ul", tiles.Select(t => Element("li", t))));

    private static XElement Pair(XElement first, XElement second) => Element("div", Class("pair"), first, second);

    private static XElement Tile(Dataset set, int position, string label, string other, string? truth) =>
        Element(
            "div",
            Class("tile"),
            Element(
                "img",
                Attribute("src", "data:image/png;base64," + Convert.ToBase64String(Pictures.Png(set, position))),
                Attribute("alt", string.Create(CultureInfo.InvariantCulture, $"example {set.Indices[position]}, labelled {label}")),
                Attribute("title", string.Create(CultureInfo.InvariantCulture, $"example {set.Indices[position]}")),
                Attribute("width", "84"),
                Attribute("height", "84")
            ),
            Element("span", Class("given"), label),
            Element("span", Class("suggested"), other),
            truth is null ? null : Element("span", Class("truth"), truth)
        );

    private static XElement? Drawn(Figure? figure) =>
        figure is null ? null : Element("div", Class("panels"), HtmlPicture.Whole(FigurePicture.Of(figure)));

    private string Name(long label) => data.ClassNames[(int)label];
}
