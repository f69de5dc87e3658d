using System.Globalization;
using System.Xml.Linq;
using Generalization.Data;
using Generalization.Measures.Audits;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Audits;

/// <summary>audit.html: one file that asks for no other. What was found comes first, in words and pictures, and how it was found
/// last.</summary>
internal static class AuditPage
{
    private const int FirstPictures = 10;

    public static string Of(AuditResult result, TrainTestData? data)
    {
        var title = "Audit of " + result.Learner + (result.Dataset is { } name ? " on " + name : "");
        var pictures = data is null ? null : new AuditPictures(result, data);
        return Page(
            Document(
                title,
                [
                    Header(result, title),
                    "\n",
                    Cards(result),
                    "\n",
                    pictures?.Suspicious(FirstPictures),
                    .. result.Answers.SelectMany(a => new object?[] { "\n", Section(result, a, pictures) }),
                    "\n",
                    WholeSet(result, pictures),
                    "\n",
                    Protocol(result, data),
                ]
            )
        );
    }

    public static XElement Document(string title, IEnumerable<object?> body) =>
        Element(
            "html",
            Attribute("lang", "en"),
            Element(
                "head",
                Element("meta", Attribute("charset", "utf-8")),
                Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                Element("title", title),
                Element("style", Style())
            ),
            Element("body", body)
        );

    private static XElement Header(AuditResult result, string title) =>
        Element(
            "header",
            Element("h1", title),
            Element("p", Class("headline"), result.Verdict),
            Element("p", Class("faint"), Cost(result))
        );

    private static string Cost(AuditResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.TrainCount:N0} training examples")
        + (result.TestCount > 0 ? string.Create(CultureInfo.InvariantCulture, $", {result.TestCount:N0} test examples") : "")
        + string.Create(
            CultureInfo.InvariantCulture,
            $", {result.ClassNames.Length} classes. {result.Trainings} trainings, {result.Seconds:F0} s"
        )
        + (result.Audit.Budget is null ? $", {result.Audit.Tier.ToString().ToLowerInvariant()} tier." : ", by budget.");

    private static XElement Cards(AuditResult result) =>
        Element("section", Attribute("aria-label", "The six answers"), Element("div", Class("cards answers"), result.Answers.Select(Card)));

    private static XElement Card(AuditAnswer answer) =>
        Element(
            "div",
            Class(answer.IsAsked ? "card" : "card faint"),
            Element("h2", Link("#" + IdOf(answer), answer.Title)),
            Element("p", answer.Sentence),
            answer.Number is { } number ? Element("p", Class("note"), $"{number.What}: {number}") : null
        );

    private static XElement Section(AuditResult result, AuditAnswer answer, AuditPictures? pictures) =>
        Element(
            "section",
            [
                Attribute("id", IdOf(answer)),
                Element("h2", answer.Title),
                answer.Question == AuditQuestion.WhatToDo
                    ? Element("ol", answer.Details.Prepend(answer.Sentence).Select(s => Element("li", s)))
                    : Element("p", answer.Sentence),
                answer.Number is { } number ? Element("p", Element("strong", $"{number.What}: {number}"), Class("number")) : null,
                answer.Question == AuditQuestion.WhatToDo || answer.Details.IsEmpty
                    ? null
                    : Element("ul", answer.Details.Select(s => Element("li", s))),
                .. answer.IsAsked ? pictures?.Of(answer.Question) ?? [] : [],
                answer.HowSure is { } sure ? Element("p", Class("faint"), "How sure: " + sure) : null,
                answer.Trainings > 0 || answer.Seconds >= 1
                    ? Element(
                        "p",
                        Class("faint"),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Cost: {answer.Trainings} training{(answer.Trainings == 1 ? "" : "s")}, "
                        ) + string.Create(CultureInfo.InvariantCulture, $"{answer.Seconds:F1} s.")
                    )
                    : null,
            ]
        );

    private static XElement WholeSet(AuditResult result, AuditPictures? pictures) =>
        Element(
            "section",
            [
                Attribute("id", "whole-set"),
                Element("h2", "The whole set"),
                Element("p", "What is about the data as a whole, and not about single examples."),
                Element(
                    "ul",
                    result.SetIssues.Select(i =>
                        Element(
                            "li",
                            Element("strong", Class(i.IsIssue ? "outcome deviates" : "outcome reproduced"), i.Title + ": "),
                            i.Sentence
                        )
                    )
                ),
                pictures?.Duplicates(),
            ]
        );

    private static XElement Protocol(AuditResult result, TrainTestData? data) =>
        Element(
            "section",
            [
                Attribute("id", "protocol"),
                Element("h2", "How this was done"),
                Element(
                    "p",
                    "Each answer says what it cost and how sure it is. Intervals are of 95 %. The same data, "
                        + "learner, seed and tier give the "
                        + "same numbers, but for the seconds; where a budget is given, the machine's speed decides how much is trained."
                ),
                Element(
                    "dl",
                    [
                        .. Item("learner", result.Learner),
                        .. Item("seed", result.Audit.Seed.ToString(CultureInfo.InvariantCulture)),
                        .. Item("training data, SHA-256", data?.Train.ContentHash.ToString()),
                        .. Item("test data, SHA-256", data?.Test.ContentHash.ToString()),
                        .. Item("labels judged", result.Measures.Labels?.By),
                    ]
                ),
                result.Measures.Norms is null
                    ? null
                    : Element(
                        "p",
                        Link(NetworkPage.File, "Margins and norms of the network"),
                        " are on a page of their own: they compare trainings of one network, and foretell no error."
                    ),
            ]
        );

    private static IEnumerable<XElement> Item(string name, string? value) =>
        value is null ? [] : [Element("dt", name), Element("dd", value)];

    private static string IdOf(AuditAnswer answer) =>
        answer.Question switch
        {
            AuditQuestion.CanMemorize => "can-memorize",
            AuditQuestion.DidMemorize => "did-memorize",
            AuditQuestion.WhichExamples => "examples",
            AuditQuestion.WhichLabels => "labels",
            AuditQuestion.NewData => "new-data",
            _ => "what-to-do",
        };
}
