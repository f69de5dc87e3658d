using System.Collections.Immutable;

namespace Generalization.Measures.Audits;

/// <summary>One of an audit's answers.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Sentence">The answer, plain; where it was not asked, the reason.</param>
public sealed record AuditAnswer(AuditQuestion Question, string Sentence)
{
    /// <summary>Whether it was asked. The audit may not have been given what the question needs. Default: true.</summary>
    public bool IsAsked { get; init; } = true;

    /// <summary>The number behind it; null where there is none. Default: null.</summary>
    public AuditNumber? Number { get; init; }

    /// <summary>What else was found, a sentence each. Default: none.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>How sure it is, and what may mislead; null where there is nothing to say. Default: null.</summary>
    public string? HowSure { get; init; }

    /// <summary>The trainings that it took. Default: 0.</summary>
    public int Trainings { get; init; }

    /// <summary>The seconds that it took. Default: 0.</summary>
    public double Seconds { get; init; }

    /// <summary>The question in words.</summary>
    public string Title =>
        Question switch
        {
            AuditQuestion.CanMemorize => "Can it memorize?",
            AuditQuestion.DidMemorize => "Did it?",
            AuditQuestion.WhichExamples => "Which examples?",
            AuditQuestion.WhichLabels => "Which labels look wrong?",
            AuditQuestion.NewData => "What does it cost on new data?",
            _ => "What to do",
        };
}
