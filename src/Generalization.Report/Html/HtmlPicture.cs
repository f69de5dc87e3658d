using System.Xml.Linq;
using Generalization.Report.Drawing;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>Pictures that lie in the page itself, for light and for dark screens.</summary>
internal static class HtmlPicture
{
    public static XElement Whole(FigurePicture picture) =>
        Element(
            "figure",
            Image(picture, 800, 500),
            Element("figcaption", string.Join(" ", picture.Figure.Notes.Prepend(picture.Figure.Title + ".")))
        );

    public static XElement Image(FigurePicture picture, int width, int height) =>
        Element(
            "picture",
            // On paper always the light one.
            Element("source", Attribute("media", "screen and (prefers-color-scheme: dark)"), Attribute("srcset", Data(picture.Dark))),
            Element(
                "img",
                Attribute("src", Data(picture.Light)),
                Attribute("alt", picture.Figure.Description),
                Attribute("width", FormattableString.Invariant($"{width}")),
                Attribute("height", FormattableString.Invariant($"{height}"))
            )
        );

    /// <summary>The curves' names with their colours and dashes, for a picture that has no room for them.</summary>
    public static XElement Legend(Figure figure) =>
        Element(
            "ul",
            [
                Class("key"),
                .. figure
                    .Curves.Where(c => c.Name.Length > 0)
                    .Select(c => Item($"c{c.Colour % FigureImage.Colours}{(c.Dashed ? " dashed" : "")}", c.Name)),
                figure.Marks.IsEmpty ? null : Item(figure.Marks[0].X is null ? "paper-line" : "paper-point", "the paper"),
            ]
        );

    private static XElement Item(string swatch, string name) => Element("li", Element("span", Class("swatch " + swatch)), name);

    private static string Data(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
