using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Measures.Audits;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>One of an audit's answers, as a store keeps it.</summary>
/// <param name="Question">The question's word: canMemorize, didMemorize, whichExamples, whichLabels, newData, whatToDo.</param>
/// <param name="Title">The question.</param>
/// <param name="Sentence">The answer, plain; where it was not asked, the reason.</param>
/// <param name="Number">What the number is, and the number with its interval, in words; null where there is none.</param>
/// <param name="Value">The number; null where there is none.</param>
/// <param name="Low">The lower end of its 95 % interval; null where there is none.</param>
/// <param name="High">The upper end; null where there is none.</param>
/// <param name="Steps">What to do, a sentence each; empty for other questions.</param>
/// <param name="Trainings">The trainings that it took.</param>
/// <param name="Seconds">The seconds that it took.</param>
public sealed record AuditFinding(
    string Question,
    string Title,
    string Sentence,
    string? Number,
    double? Value,
    double? Low,
    double? High,
    ImmutableArray<string> Steps,
    int Trainings,
    double Seconds
)
{
    internal static AuditFinding Of(AuditAnswer answer)
    {
        var found = answer.Number?.Value;
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(answer.Question.ToString()),
            answer.Title,
            answer.Sentence,
            answer.Number is { } number ? $"{number.What}: {number}" : null,
            Finite(found?.Value),
            Finite(found?.Low),
            Finite(found?.High),
            answer.Question == AuditQuestion.WhatToDo ? answer.Details : [],
            answer.Trainings,
            answer.Seconds
        );
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
