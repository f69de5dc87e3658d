using System.Globalization;
using System.Xml.Linq;
using Generalization.Experiments.Store;
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
                Element(
                    "p",
                    "Each experiment with its options, seed, data hash, version, device and duration, and "
                        + "the command that repeats it. FILE is a file with the JSON "
                        + "that is shown; "
                        + "DIR is the folder of the data sets."
                ),
                .. report.Records.SelectMany(r => new object[] { "\n", Run(r) }),
            ]
        );

    private static XElement Run(RunRecord record)
    {
        var (experiment, result) = (record.Experiment, record.Result);
        var other = RunCommands.RandomizationTest(experiment);
        return Element(
            "details",
            [
                Attribute("id", "run-" + experiment.Id),
                Element("summary", RunWords.Of(experiment), Element("span", Class("faint"), " – " + RunWords.Outcome(record))),
                Element(
                    "dl",
                    [
                        .. Item("identifier", experiment.Id),
                        .. Item("seed", experiment.Seed.ToString(CultureInfo.InvariantCulture)),
                        .. Item("error", result?.Error),
                        .. Item("data, SHA-256", result?.DataHash),
                        .. Item("weights, SHA-256", result?.WeightsHash),
                        .. Item("version", result?.Version),
                        .. Item("device", result?.Device),
                        .. Item("threads", result?.Threads?.ToString(CultureInfo.InvariantCulture)),
                        .. Item("duration", result is null ? null : RunWords.Duration(result.Seconds)),
                        .. Item("finished", result?.Finished),
                    ]
                ),
                Element("p", Class("note"), "FILE:"),
                Element("pre", Element("code", RunCommands.ListOf(experiment))),
                Element("pre", Element("code", RunCommands.Repeat(experiment))),
                .. other is null
                    ? new object[] { }
                    : [Element("p", Class("note"), "The same training by itself:"), Element("pre", Element("code", other))],
            ]
        );
    }

    private static IEnumerable<XElement> Item(string name, string? value) =>
        value is null ? [] : [Element("dt", name), Element("dd", value)];
}
