using System.Collections.Immutable;
using Generalization.Measures.Audits;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>What an audit found, as a store keeps it; its page has more. Null is what was not asked.</summary>
public sealed record AuditFindings : KindResult
{
    /// <summary>The data set's name; null where there are probabilities alone.</summary>
    public required string? Dataset { get; init; }

    /// <summary>The learner's name.</summary>
    public required string Learner { get; init; }

    /// <summary>The number of training examples.</summary>
    public required int N { get; init; }

    /// <summary>The number of test examples.</summary>
    public required int TestCount { get; init; }

    /// <summary>What was found, in a sentence or two.</summary>
    public required string Verdict { get; init; }

    /// <summary>The six answers, in their order.</summary>
    public required ImmutableArray<AuditFinding> Answers { get; init; }

    /// <summary>What is wrong with the whole set, a sentence each.</summary>
    public required ImmutableArray<string> WholeSet { get; init; }

    /// <summary>The number of labels that look wrong.</summary>
    public required int? LabelIssues { get; init; }

    /// <summary>How many labels were planted wrong, and how many of them look wrong; null where none was planted.</summary>
    public required int? Planted { get; init; }

    /// <inheritdoc cref="Planted"/>
    public required int? PlantedFound { get; init; }

    /// <summary>All trainings.</summary>
    public required int Trainings { get; init; }

    /// <summary>The seconds of the process that ended it.</summary>
    public required double Seconds { get; init; }

    /// <summary>The number of an answer; null where it has none.</summary>
    /// <param name="question">The question's word, for example canMemorize.</param>
    public double? NumberOf(string question) => Answers.FirstOrDefault(a => a.Question == question)?.Value;

    /// <summary>An audit's findings.</summary>
    /// <param name="result">The audit.</param>
    public static AuditFindings Of(AuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var planted = result.Measures.Labels?.Planted;
        return new()
        {
            Dataset = result.Dataset,
            Learner = result.Learner,
            N = result.TrainCount,
            TestCount = result.TestCount,
            Verdict = result.Verdict,
            Answers = [.. result.Answers.Select(AuditFinding.Of)],
            WholeSet = [.. result.SetIssues.Where(i => i.IsIssue).Select(i => $"{i.Title}: {i.Sentence}")],
            LabelIssues = result.Measures.Labels?.Issues.Issues.Length,
            Planted = planted?.Positives,
            PlantedFound = planted?.Hits,
            Trainings = result.Trainings,
            Seconds = result.Seconds,
        };
    }
}
