using Generalization.Data;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;

namespace Generalization.Report.Audits;

/// <summary>The labels that look wrong as CSV, a line each, the most suspicious first.</summary>
public static class IssuesCsv
{
    private const string Header = "rank,index,given,suggested,selfConfidence,normalizedMargin,flaggedBy";

    /// <summary>The text: the index is that in the split as it was read. Where true labels are known, a last column trueLabel has
    /// them.</summary>
    /// <param name="result">The audit.</param>
    /// <param name="train">The training set that was audited. Default: null, there are probabilities alone.</param>
    public static string Of(AuditResult result, Dataset? train = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var names = result.ClassNames;
        var isPlanted = train?.ChangedCount > 0;
        return Files.Csv.Text(
            isPlanted ? Header + ",trueLabel" : Header,
            result.Issues.Select(issue =>
            {
                IEnumerable<object?> row =
                [
                    issue.Rank,
                    result.Indices[issue.Example],
                    names[(int)issue.Given],
                    names[(int)issue.Suggested],
                    issue.SelfConfidence,
                    issue.NormalizedMargin,
                    Words(issue.FlaggedBy),
                ];
                return isPlanted ? row.Append(names[(int)train!.TrueLabels[issue.Example]]) : row;
            })
        );
    }

    private static string Words(LabelMethods by)
    {
        List<string> words = [];
        void Add(LabelMethods method, string word)
        {
            if (by.HasFlag(method))
                words.Add(word);
        }

        Add(LabelMethods.ConfidentLearning, "confident-learning");
        Add(LabelMethods.PruneByNoiseRate, "noise-rate");
        Add(LabelMethods.PruneByClass, "class");
        Add(LabelMethods.AreaUnderMargin, "area-under-margin");
        return words.Count == 0 ? "margin" : string.Join(' ', words);
    }
}
