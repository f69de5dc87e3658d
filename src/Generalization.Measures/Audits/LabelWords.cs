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
        return n == 0
            ? $"No label of {Words.Count(count)} looks wrong."
            : $"{Words.Of(n, "label")} of {Words.Count(count)} {(n == 1 ? "looks" : "look")} wrong; "
                + $"issues.csv lists {(n == 1 ? "it" : "them, the most suspicious first")}.";
    }

    private static string? Planted(LabelFindings labels) =>
        labels.Planted is not { Positives: > 0 } planted ? null
        : planted.Flagged == 0 ? $"{Words.Of(planted.Positives, "label was", "labels were")} planted wrong, and none of them was found."
        : $"{Words.Of(planted.Positives, "label was", "labels were")} planted wrong: {Words.Count(planted.Hits)} of them are in the list "
            + $"({Words.Percent((double)planted.Hits / planted.Positives)}), and of {Words.Of(planted.Flagged, "line")} "
            + $"{Words.Percent((double)planted.Hits / planted.Flagged)} are planted ones.";

    private static string? Others(LabelErrors.ConfidentLearning confident)
    {
        int Flagged(LabelErrors.LabelMethods all) => confident.Scores.Count(s => (s.FlaggedBy & all) == all);
        return $"Confident learning counts {Words.Count(confident.Joint.OffDiagonal)} off the diagonal; pruning by noise rate takes "
            + $"{Words.Count(Flagged(LabelErrors.LabelMethods.PruneByNoiseRate))}, by class "
            + $"{Words.Count(Flagged(LabelErrors.LabelMethods.PruneByClass))}, "
            + $"both {Words.Count(Flagged(LabelErrors.LabelMethods.PruneByBoth))}.";
    }
}
