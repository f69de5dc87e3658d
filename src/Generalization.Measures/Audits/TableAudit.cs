using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Measures.Probabilities;
using Generalization.Measures.WholeSet;

namespace Generalization.Measures.Audits;

/// <summary>What probabilities and labels alone tell.</summary>
internal static class TableAudit
{
    public static AuditResult Of(Audit audit, ProbabilityTable table, string name)
    {
        var clock = Stopwatch.StartNew();
        var labels = LabelCuts.Of(table, null, "by the probabilities that were given, which must be out of sample");
        var found = new AuditMeasures { Labels = labels, Overlaps = ClassOverlap.Of(labels.Confident!.Joint) };
        var words = new LabelWords(found, table.Count);
        var overlap = SetWords.Overlap(found.Overlaps, table.ClassNames);
        var balance = new ClassBalance(table.LabelCounts);
        ImmutableArray<SetIssue> issues = [overlap, SetWords.Imbalance(balance, table.ClassNames)];
        var advice =
            labels.Confident.InSample.Sentence is not null ? "Make the probabilities out of sample, for example by K-fold, and ask again."
            : labels.Issues.Issues.IsEmpty ? "Nothing: no label looks wrong."
            : "Look at the first lines of issues.csv and correct what is wrong.";
        return new AuditResult
        {
            Learner = name,
            TrainCount = table.Count,
            ClassNames = table.ClassNames,
            Indices = [.. Enumerable.Range(0, table.Count).Select(i => (uint)i)],
            Audit = audit,
            Verdict = words.Verdict(),
            Answers =
            [
                NotAsked(AuditQuestion.CanMemorize, "it takes trainings on random labels"),
                NotAsked(AuditQuestion.DidMemorize, "it takes the model's answers on what it was trained on"),
                NotAsked(AuditQuestion.WhichExamples, "it takes trainings with and without each example"),
                words.Answer() with
                {
                    Seconds = clock.Elapsed.TotalSeconds,
                },
                NotAsked(AuditQuestion.NewData, "it takes a test set"),
                new(AuditQuestion.WhatToDo, advice),
            ],
            SetIssues = issues,
            Measures = found,
            Trainings = 0,
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private static AuditAnswer NotAsked(AuditQuestion question, string why) =>
        new(question, $"Not asked: {why}, and there are probabilities alone. Give the learner and its data.") { IsAsked = false };
}
