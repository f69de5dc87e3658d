using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>A sentence of the paper, and what the runs say of it.</summary>
/// <param name="Id">A short name, for links and for JSON.</param>
/// <param name="Claim">What the paper says.</param>
/// <param name="Rule">When it counts as borne out, in numbers.</param>
/// <param name="Outcome">Whether it is; null where the runs that it needs have not come so far.</param>
/// <param name="Found">What was measured, in a sentence.</param>
public sealed record PaperStatement(string Id, string Claim, string Rule, Agreement? Outcome, string Found);
