using System.Globalization;
using System.Xml.Linq;
using Generalization.Experiments;
using Generalization.Report.Content;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>The appendix: what each run was, where it ran, and how to do it again.</summary>
internal static class HtmlRuns
{
    public static XElement Appendix(PaperReport report) =>
        Element(
            "section",
            [
                Attribute("id", "runs"),
                Element("h2", "Every run"),
                Element("p", Words(report)),
                .. report.Runs.SelectMany(r => new object[] { "\n", Run(r) }),
            ]
        );

    private static string Words(PaperReport report) =>
        "Each experiment with its options, seed, data hash, version, device and duration"
        + (
            report.Runs.Any(r => RunCommands.IsOfSamples(r.Experiment))
                ? ", and the command that repeats it. FILE is a file with the JSON that is shown; DIR is the folder of the data sets."
                : "."
        );

    private static XElement Run(Run record)
    {
        var (experiment, result) = (record.Experiment, record.Result);
        var other = experiment.Kind.CommandOf(experiment);
        return Element(
            "details",
            [
                Attribute("id", "run-" + experiment.Id),
                Element("summary", experiment.Words, Element("span", Class("faint"), " – " + record.Outcome)),
                Element(
                    "dl",
                    [
                        .. Item("identifier", experiment.Id),
                        .. Item("seed", experiment.Seed.ToString(CultureInfo.InvariantCulture)),
                        .. Item("error", result?.Error),
                        .. Item("data, SHA-256", result?.DataHash),
                        .. Item(
                            "data are the published ones",
                            result?.DataVerified is { } verified ? (verified ? "yes" : "not verified") : null
                        ),
                        .. Item("weights, SHA-256", result?.WeightsHash),
                        .. Item("version", result?.Version),
                        .. Item("device", result?.Device),
                        .. Item("threads", result?.Threads?.ToString(CultureInfo.InvariantCulture)),
                        .. Item("duration", result is null ? null : KindWords.Duration(result.Seconds)),
                        .. Item("finished", result?.Finished),
                    ]
                ),
                Element("p", Class("note"), "FILE:"),
                Element("pre", Element("code", RunCommands.ListOf(experiment))),
                RunCommands.CanRepeat(experiment) ? Element("pre", Element("code", RunCommands.Repeat(experiment))) : null,
                .. other is null
                    ? new object[] { }
                    : [Element("p", Class("note"), "The same training by itself:"), Element("pre", Element("code", other))],
            ]
        );
    }

    private static IEnumerable<XElement> Item(string name, string? value) =>
        value is null ? [] : [Element("dt", name), Element("dd", value)];
}
