namespace Generalization.Measures.Audits;

/// <summary>Something about the whole set.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Sentence">What was found.</param>
/// <param name="IsIssue">Whether it should be looked at; else it was looked for and is well.</param>
public sealed record SetIssue(string Title, string Sentence, bool IsIssue);
