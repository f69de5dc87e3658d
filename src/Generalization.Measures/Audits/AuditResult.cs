using System.Collections.Immutable;
using Generalization.Measures.LabelErrors;

namespace Generalization.Measures.Audits;

/// <summary>What an audit found.</summary>
public sealed record AuditResult
{
    /// <summary>The learner's name, or what the probabilities are of.</summary>
    public required string Learner { get; init; }

    /// <summary>The data set's name; null where there are probabilities alone.</summary>
    public string? Dataset { get; init; }

    /// <summary>The number of training examples.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of test examples; 0 where there are none.</summary>
    public int TestCount { get; init; }

    /// <summary>The classes' names.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>The index of each training example in its split as it was read.</summary>
    public required ImmutableArray<uint> Indices { get; init; }

    /// <summary>The audit that was made.</summary>
    public required Audit Audit { get; init; }

    /// <summary>What was found, in a sentence or two: the first thing to read.</summary>
    public required string Verdict { get; init; }

    /// <summary>The six answers, in their order.</summary>
    public required ImmutableArray<AuditAnswer> Answers { get; init; }

    /// <summary>What is wrong with the whole set, apart from single examples.</summary>
    public required ImmutableArray<SetIssue> SetIssues { get; init; }

    /// <summary>The numbers behind the answers.</summary>
    public required AuditMeasures Measures { get; init; }

    /// <summary>All trainings.</summary>
    public required int Trainings { get; init; }

    /// <summary>All seconds, those of an earlier process whose work was taken over not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>The labels that look wrong, cut where the page says; empty where it was not asked.</summary>
    public ImmutableArray<LabelIssue> Issues => Measures.Labels?.Issues.Issues ?? [];

    /// <summary>An answer.</summary>
    /// <param name="question">The question.</param>
    public AuditAnswer AnswerTo(AuditQuestion question) => Answers.Single(a => a.Question == question);
}
