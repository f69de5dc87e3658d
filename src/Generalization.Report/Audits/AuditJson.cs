using System.Text.Json;
using System.Text.Json.Nodes;
using Generalization.Measures;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;

namespace Generalization.Report.Audits;

/// <summary>An audit's numbers as JSON; what was not asked is null.</summary>
public static class AuditJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The text.</summary>
    /// <param name="result">The audit.</param>
    public static string Of(AuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var found = result.Measures;
        return new JsonObject
        {
            ["verdict"] = result.Verdict,
            ["learner"] = result.Learner,
            ["dataset"] = result.Dataset,
            ["trainCount"] = result.TrainCount,
            ["testCount"] = result.TestCount,
            ["tier"] = result.Audit.Budget is null ? result.Audit.Tier.ToString().ToLowerInvariant() : "budget",
            ["seed"] = result.Audit.Seed,
            ["trainings"] = result.Trainings,
            ["seconds"] = result.Seconds,
            ["answers"] = new JsonArray([.. result.Answers.Select(Answer)]),
            ["wholeSet"] = new JsonArray([.. result.SetIssues.Select(Issue)]),
            ["trainAccuracy"] = Of(found.Fit?.Train),
            ["outOfSampleAccuracy"] = Of(found.Fit?.OutOfSample),
            ["testAccuracy"] = Of(found.Fit?.Test),
            ["trainLargestClass"] = Number(found.Fit?.TrainLargestClass),
            ["largestClass"] = Number(found.Fit?.LargestClass),
            ["labelIssues"] = found.Labels is { } labels ? Labels(result, labels) : null,
            ["rademacher"] = found.Rademacher is { } r ? Rademacher(r) : null,
            ["stability"] = found.Stability is { } s
                ? new JsonObject
                {
                    ["trueLabels"] = Number(s.TrueLabels.Replaced[0].Mean.Value),
                    ["randomLabels"] = Number(s.RandomLabels.Replaced[0].Mean.Value),
                    ["seedAlone"] = Number(s.TrueLabels.SeedAlone[0].Mean.Value),
                }
                : null,
            ["memorization"] = found.Memorization is { } m
                ? new JsonObject
                {
                    ["mean"] = Number(m.Mean.Value),
                    ["shareAbove25"] = Number(m.ShareAbove25.Value),
                    ["runs"] = m.Runs,
                }
                : null,
            ["membership"] = found.Membership is { } attack
                ? new JsonObject
                {
                    ["area"] = Of(attack.Area),
                    ["truePositivesAt1Percent"] = Of(attack.AtOnePercent),
                    ["truePositivesAtPerMille"] = Of(attack.AtOnePerMille),
                    ["whyNot"] = attack.WhyNot,
                }
                : null,
            ["cleaning"] = found.Cleaning is { } cleaning
                ? new JsonObject
                {
                    ["removed"] = cleaning.Removed,
                    ["testErrorBefore"] = Of(cleaning.Before),
                    ["testErrorAfter"] = Of(cleaning.After),
                    ["rightOnlyBefore"] = cleaning.OnlyBefore,
                    ["rightOnlyAfter"] = cleaning.OnlyAfter,
                    ["pValue"] = Number(cleaning.PValue),
                }
                : null,
            ["suggestedStop"] = found.Order?.Stop is { } stop
                ? new JsonObject
                {
                    ["epoch"] = stop.Epoch,
                    ["testAccuracy"] = stop.TestAccuracy,
                    ["lastTestAccuracy"] = stop.LastTestAccuracy,
                    ["bestTestAccuracy"] = stop.BestTestAccuracy,
                    ["regained"] = stop.Regained,
                }
                : null,
            ["planted"] = found.Labels?.Planted is { } planted
                ? new JsonObject
                {
                    ["count"] = planted.Positives,
                    ["found"] = planted.Hits,
                    ["precision"] = Number(planted.Precision?.Value),
                }
                : null,
        }.ToJsonString(Indented);
    }

    private static JsonObject Labels(AuditResult result, LabelFindings labels)
    {
        var confident = labels.Confident;
        int? Flagged(LabelMethods all) => confident?.Scores.Count(s => (s.FlaggedBy & all) == all);
        return new JsonObject
        {
            ["n"] = result.TrainCount,
            ["classes"] = result.ClassNames.Length,
            ["accuracy"] = Number(labels.Accuracy?.Value),
            ["confidentJointCounts"] = confident is null
                ? null
                : new JsonArray([.. confident.Joint.Counts.Select(row => new JsonArray([.. row.Select(c => JsonValue.Create(c))]))]),
            ["offDiagonal"] = confident?.Joint.OffDiagonal,
            ["pruneByNoiseRate"] = Flagged(LabelMethods.PruneByNoiseRate),
            ["pruneByClass"] = Flagged(LabelMethods.PruneByClass),
            ["both"] = Flagged(LabelMethods.PruneByBoth),
            ["inSample"] = confident?.InSample.Sentence,
            ["cut"] = labels.Rule,
            ["examples"] = new JsonArray([
                .. result.Issues.Select(i => new JsonObject
                {
                    ["index"] = result.Indices[i.Example],
                    ["given"] = i.Given,
                    ["suggested"] = i.Suggested,
                    ["selfConfidence"] = Number(i.SelfConfidence),
                    ["normalizedMargin"] = Number(i.NormalizedMargin),
                }),
            ]),
        };
    }

    private static JsonObject Rademacher(Measures.Complexity.RademacherResult result)
    {
        var json = Of(result.Value)!;
        json["draws"] = result.Draws.Length;
        return json;
    }

    private static JsonObject Answer(AuditAnswer answer) =>
        new()
        {
            ["question"] = answer.Title,
            ["asked"] = answer.IsAsked,
            ["sentence"] = answer.Sentence,
            ["what"] = answer.Number?.What,
            ["number"] = Of(answer.Number?.Value),
            ["details"] = new JsonArray([.. answer.Details.Select(d => JsonValue.Create(d))]),
            ["howSure"] = answer.HowSure,
            ["trainings"] = answer.Trainings,
            ["seconds"] = answer.Seconds,
        };

    private static JsonObject Issue(SetIssue issue) =>
        new()
        {
            ["title"] = issue.Title,
            ["sentence"] = issue.Sentence,
            ["isIssue"] = issue.IsIssue,
        };

    private static JsonObject? Of(Estimate? estimate) =>
        estimate is null
            ? null
            : new JsonObject
            {
                ["estimate"] = Number(estimate.Value),
                ["low"] = Number(estimate.Low),
                ["high"] = Number(estimate.High),
            };

    // JSON has no infinity: an interval of one draw has no ends.
    private static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
