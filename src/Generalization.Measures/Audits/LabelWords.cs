namespace Generalization.Measures.Audits;

/// <summary>Which labels look wrong, in words.</summary>
internal sealed class LabelWords(AuditMeasures found, int count)
{
    /// <summary>A sentence or two for the top of the page; empty where it was not asked.</summary>
    public string Verdict()
    {
        if (found.Labels is not { } labels)
            return "";
        if (labels.Confident?.InSample is { Suspected: true })
            return "Which labels look wrong cannot be said by these probabilities.";
        return $"{Sentence(labels)}{(Planted(labels) is { } planted ? " " + planted : "")}";
    }

    public AuditAnswer Answer()
    {
        if (found.Labels is not { } labels)
            return new(
                AuditQuestion.WhichLabels,
                "Not asked: it takes predictions of examples that were held out, and there was one training. Take the medium tier."
            )
            {
                IsAsked = false,
            };
        List<string> details = [];
        if (Planted(labels) is { } planted)
            details.Add(planted);
        if (labels.PlantedAuroc is { } area)
            details.Add($"A planted label ranks above another one with a probability of {area}.");
        details.Add(labels.Rule);
        if (NotExamined(labels) is var missing and > 0)
            details.Add($"{Words.Of(missing, "label was", "labels were")} not looked at, since the training did not see {Them(missing)}.");
        if (labels.Confident is { } confident && Others(confident) is { } others)
            details.Add(others);
        if (labels.Confident?.InSample.Sentence is { } warning)
            details.Insert(0, warning);
        return new(AuditQuestion.WhichLabels, Sentence(labels))
        {
            Number = labels.Confident is { } c ? new("estimated share of wrong labels", c.Joint.NoiseRate) : null,
            Details = [.. details],
            HowSure =
                $"Seen {labels.By}. Some of the list are right labels of unusual examples, and of classes that look alike: look before you "
                + "change them. The interval is of counting alone, not of what the learner gets wrong by itself.",
        };
    }

    private string Sentence(LabelFindings labels)
    {
        var n = labels.Issues.Issues.Length;
        var of = $"{Words.Count(labels.Issues.Examined)}{(NotExamined(labels) > 0 ? " that were looked at" : "")}";
        return n == 0
            ? $"No label of {of} looks wrong."
            : $"{Words.Of(n, "label")} of {of} {(n == 1 ? "looks" : "look")} wrong; "
                + $"issues.csv lists {(n == 1 ? "it" : "them, the most suspicious first")}.";
    }

    private int NotExamined(LabelFindings labels) => count - labels.Issues.Examined;

    private string? Planted(LabelFindings labels)
    {
        if (labels.Planted is not { Positives: > 0 } planted)
            return null;
        var were =
            NotExamined(labels) > 0
                ? $"Of the {Words.Count(planted.Count)} labels, {Words.Of(planted.Positives, "was", "were")} planted wrong"
                : $"{Words.Of(planted.Positives, "label was", "labels were")} planted wrong";
        return planted.Flagged == 0
            ? $"{were}, and none of them was found."
            : $"{were}: {Words.Count(planted.Hits)} of them are in the list "
                + $"({Words.Percent((double)planted.Hits / planted.Positives)}), and of {Words.Of(planted.Flagged, "line")} "
                + $"{Words.Percent((double)planted.Hits / planted.Flagged)} are planted ones.";
    }

    private static string Them(int count) => count == 1 ? "it" : "them";

    private static string? Others(LabelErrors.ConfidentLearning confident)
    {
        int Flagged(LabelErrors.LabelMethods all) => confident.Scores.Count(s => (s.FlaggedBy & all) == all);
        return $"Confident learning counts {Words.Count(confident.Joint.OffDiagonal)} off the diagonal; pruning by noise rate takes "
            + $"{Words.Count(Flagged(LabelErrors.LabelMethods.PruneByNoiseRate))}, by class "
            + $"{Words.Count(Flagged(LabelErrors.LabelMethods.PruneByClass))}, "
            + $"both {Words.Count(Flagged(LabelErrors.LabelMethods.PruneByBoth))}.";
    }
}
