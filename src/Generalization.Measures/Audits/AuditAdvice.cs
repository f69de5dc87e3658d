using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Measures.Audits;

/// <summary>What to do about what was found.</summary>
internal sealed class AuditAdvice(AuditMeasures found, TrainTestData data, ImmutableArray<SetIssue> set)
{
    public AuditAnswer Answer()
    {
        List<string> steps = [];
        if (found.Fit?.Learned == Finding.No)
            steps.Add(
                "Look at the labels and at the training first: on what it has not seen it does no better than always answering the largest "
                    + "class."
            );
        if (found.Labels is { Issues.Issues: { IsEmpty: false } issues })
            steps.Add(
                $"Look at the first lines of issues.csv and correct what is wrong; of the {Words.Of(issues.Length, "line")} the first are "
                    + "the surest."
            );
        if (found.Cleaning is { } cleaning)
            steps.Add(
                cleaning.Differs && cleaning.After.Value < cleaning.Before.Value
                    ? "Train without the labels that look wrong, or with them corrected: it pays."
                : cleaning.After.Value < cleaning.Before.Value
                    ? "Train without the labels that look wrong once more, with other seeds: here it was better, within chance."
                : "Do not throw out what looks wrong unseen: without it the test error was no lower, so that hard examples are among it."
            );
        if (found.Order?.Stop is { Lost: > 0.005, Regained: > 0.5 } stop)
            steps.Add(FormattableString.Invariant($"Stop near epoch {stop.Epoch}: later epochs memorize and lose on new data."));
        if (set.Any(i => i is { IsIssue: true, Title: "Duplicates across the split" }))
            steps.Add("Take the duplicates out of the test set, and measure again.");
        if (set.FirstOrDefault(i => i is { IsIssue: true, Title: "Classes that overlap" }) is not null)
            steps.Add("Write down how the overlapping classes are told apart, or join them; more training does not help there.");
        if (set.Any(i => i is { IsIssue: true, Title: "Imbalance" }))
            steps.Add("Report the accuracy of each class besides the whole, since the largest class hides the others.");
        if (found.Membership is { AtOnePercent.Low: > 0.05 })
            steps.Add("Do not publish this model's confidences where the training data are private.");
        if (found.Memorization is null)
            steps.Add("For single examples take the full tier: 200 trainings on subsets.");
        if (found.Fit?.Learned == Finding.Unclear)
            steps.Add("Measure on more examples: that it does better than always answering the largest class is not shown.");
        if (steps.Count == 0)
            steps.Add($"Nothing: {data.Name} and this model look well.");
        return new(AuditQuestion.WhatToDo, steps[0]) { Details = [.. steps.Skip(1)] };
    }
}
