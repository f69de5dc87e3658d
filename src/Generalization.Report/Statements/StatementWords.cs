using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>What came of a statement, in words that the page and the Markdown share.</summary>
internal static class StatementWords
{
    public static string Of(PaperStatement statement) =>
        statement.Outcome switch
        {
            Agreement.Agrees => "holds",
            Agreement.Differs => "does not hold",
            Agreement.Inconclusive => "unclear",
            _ => "not yet",
        };

    /// <summary>The class that colours it, which rows of numbers have too.</summary>
    public static string ClassOf(PaperStatement statement) =>
        statement.Outcome switch
        {
            Agreement.Agrees => "reproduced",
            Agreement.Differs => "deviates",
            Agreement.Inconclusive => "inconclusive",
            _ => "pending",
        };
}
