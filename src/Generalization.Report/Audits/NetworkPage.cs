using System.Globalization;
using System.Xml.Linq;
using Generalization.Measures.Audits;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Audits;

/// <summary>network.html: margins and norms, on a page of their own, since they compare trainings of one network and foretell no
/// error.</summary>
internal static class NetworkPage
{
    public const string File = "network.html";

    public static string Of(AuditResult result)
    {
        var title = $"Margins and norms of {result.Learner}";
        var norms = result.Measures.Norms!;
        return Page(
            AuditPage.Document(
                title,
                [
                    Element("h1", title),
                    Element(
                        "p",
                        Class("headline"),
                        "Relative, and not predictive: compare them with those of another training of the "
                            + "same network, for example on random labels."
                    ),
                    result.Measures.Margins is { } margins
                        ? Element(
                            "p",
                            $"Normalized margins: lower quartile {Number(margins.Quantile(0.25))}, median {Number(margins.Quantile(0.5))}, "
                                + $"upper quartile {Number(margins.Quantile(0.75))}. Random labels shift them to 0."
                        )
                        : null,
                    Element(
                        "p",
                        $"Product of spectral norms {Number(norms.SpectralProduct)}, of Frobenius norms "
                            + $"{Number(norms.FrobeniusProduct)}; batch normalization "
                            + "is folded in."
                    ),
                    Element("div", Class("box"), Attribute("tabindex", "0"), Table(result)),
                    Element("p", Link("audit.html", "Back to the audit")),
                ]
            )
        );
    }

    private static XElement Table(AuditResult result) =>
        Element(
            "table",
            Element(
                "thead",
                Element("tr", new[] { "layer", "spectral norm", "Frobenius norm" }.Select(c => Element("th", Attribute("scope", "col"), c)))
            ),
            Element(
                "tbody",
                result.Measures.Norms!.Layers.Select(l =>
                    Element(
                        "tr",
                        Element("th", Attribute("scope", "row"), l.Name),
                        Element("td", Class("number"), Number(l.Spectral.Value)),
                        Element("td", Class("number"), Number(l.Frobenius))
                    )
                )
            )
        );

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
