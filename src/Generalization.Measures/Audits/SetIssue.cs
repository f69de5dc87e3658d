namespace Generalization.Measures.Audits;

/// <summary>Something about the whole set.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Sentence">What was found.</param>
/// <param name="IsIssue">Whether it needs attention. If not, it was checked and is fine.</param>
public sealed record SetIssue(string Title, string Sentence, bool IsIssue);
