using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Generalization.Report.Html;

/// <summary>Elements that are HTML and XML at once, so that nothing is escaped by hand.</summary>
internal static class HtmlElements
{
    private static readonly HashSet<string> Void = ["meta", "img", "source", "br"];

    /// <summary>An element; strings become text, attributes and elements what they are, null nothing.</summary>
    public static XElement Element(string name, params IEnumerable<object?> content)
    {
        // Empty text keeps <td></td> from becoming <td/>, which HTML reads as a start.
        var element = Void.Contains(name) ? new XElement(name) : new XElement(name, new XText(""));
        foreach (var part in content)
            element.Add(part is string text ? Clean(text) : part);
        return element;
    }

    public static XAttribute Attribute(string name, string value) => new(name, Clean(value));

    public static XAttribute Class(string value) => new("class", value);

    public static XElement Link(string target, string text) => Element("a", Attribute("href", target), text);

    public static string Page(XElement html) => "<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";

    /// <summary>The style sheet; it holds no sign that XML would have to escape, and HTML would then not read.</summary>
    public static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // Characters that no XML may hold, in names of the caller's.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                clean.Append(text, i++, 2);
            else
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        return clean.ToString();
    }
}
