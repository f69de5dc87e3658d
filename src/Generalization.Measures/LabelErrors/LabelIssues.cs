using System.Collections.Immutable;
using Generalization.Files;

namespace Generalization.Measures.LabelErrors;

/// <summary>The labels that look wrong, the most suspicious first, cut at a stated place.</summary>
/// <param name="Issues">The issues, by rank; labels of equal suspicion by position.</param>
/// <param name="Cut">Where they were cut.</param>
/// <param name="Examined">How many labels were looked at.</param>
public sealed record LabelIssues(ImmutableArray<LabelIssue> Issues, LabelCut Cut, int Examined)
{
    private const string Header = "rank,example,given,suggested,suspicion,self_confidence,normalized_margin,flagged_by";

    /// <summary>Sorts and cuts scores of any source.</summary>
    /// <param name="scores">A score for each label that was looked at.</param>
    /// <param name="cut">Where to cut. Default: null, all of them.</param>
    /// <exception cref="ArgumentException">An example has two scores; join them first.</exception>
    public static LabelIssues Of(IEnumerable<LabelScore> scores, LabelCut? cut = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        cut ??= new();
        var seen = new HashSet<int>();
        var taken = new List<LabelScore>();
        foreach (var score in scores)
        {
            if (!seen.Add(score.Example))
                throw new ArgumentException(
                    $"There must be one score for an example, but example {score.Example} has two; join them with {nameof(Join)}.",
                    nameof(scores)
                );
            if (cut.Takes(score))
                taken.Add(score);
        }

        var ranked = taken.OrderByDescending(s => s.Suspicion).ThenBy(s => s.Example).Take(cut.Most);
        return new([.. ranked.Select((score, i) => new LabelIssue(i + 1, score))], cut, seen.Count);
    }

    /// <summary>Two sources' scores of the same examples: the first's suspicion and suggestion, and what either flags.</summary>
    /// <remarks>A self-confidence or a margin that the first has not is the second's.</remarks>
    /// <param name="first">Scores; they give the order.</param>
    /// <param name="second">Scores of the same examples, in any order.</param>
    /// <exception cref="ArgumentException">The examples or their given labels differ.</exception>
    public static ImmutableArray<LabelScore> Join(IReadOnlyCollection<LabelScore> first, IReadOnlyCollection<LabelScore> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var others = second.ToDictionary(s => s.Example);
        if (others.Count != first.Count)
            throw new ArgumentException(
                $"Scores must be of the same examples, but there are {first.Count} and {others.Count}; score all of them by both.",
                nameof(second)
            );
        return
        [
            .. first.Select(mine =>
                others.TryGetValue(mine.Example, out var other) && other.Given == mine.Given
                    ? mine with
                    {
                        FlaggedBy = mine.FlaggedBy | other.FlaggedBy,
                        SelfConfidence = mine.SelfConfidence ?? other.SelfConfidence,
                        NormalizedMargin = mine.NormalizedMargin ?? other.NormalizedMargin,
                    }
                    : throw new ArgumentException(
                        $"Scores must be of the same examples and labels, but example {mine.Example} has "
                            + "another label in the second or none.",
                        nameof(second)
                    )
            ),
        ];
    }

    /// <summary>Which examples are issues.</summary>
    /// <param name="count">The number of examples of the data, n.</param>
    /// <returns>n values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An issue is of an example beyond them.</exception>
    public bool[] Mask(int count)
    {
        var mask = new bool[count];
        foreach (var issue in Issues)
            mask[
                issue.Example < count
                    ? issue.Example
                    : throw new ArgumentOutOfRangeException(
                        nameof(count),
                        $"There must be an example for each issue, but there are {count} and an issue is of example {issue.Example}."
                    )
            ] = true;
        return mask;
    }

    /// <summary>The issues as CSV, a line each; labels by name.</summary>
    /// <param name="classNames">The classes' names.</param>
    public string ToCsv(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        return Csv.Text(
            Header,
            Issues.Select(issue =>
                (IEnumerable<object?>)
                    [
                        issue.Rank,
                        issue.Example,
                        classNames[(int)issue.Given],
                        classNames[(int)issue.Suggested],
                        issue.Score.Suspicion,
                        issue.SelfConfidence,
                        issue.NormalizedMargin,
                        issue.FlaggedBy.ToString().Replace(", ", " ", StringComparison.Ordinal),
                    ]
            )
        );
    }
}
