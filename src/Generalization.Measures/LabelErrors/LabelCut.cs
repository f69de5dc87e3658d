using System.Globalization;

namespace Generalization.Measures.LabelErrors;

/// <summary>Which labels become issues; each condition that is set must hold.</summary>
public sealed record LabelCut
{
    /// <summary>Those that at least one of these flags. Default: none, which asks for nothing.</summary>
    public LabelMethods AnyOf { get; init; }

    /// <summary>Those that all of these flag. Default: none, which asks for nothing.</summary>
    public LabelMethods AllOf { get; init; }

    /// <summary>Those of at least this suspicion; no NaN. Default: −∞.</summary>
    public double LeastSuspicion
    {
        get;
        init =>
            field = double.IsNaN(value)
                ? throw new ArgumentException("LeastSuspicion must be a number, but was NaN.", nameof(LeastSuspicion))
                : value;
    } = double.NegativeInfinity;

    /// <summary>The most of them, the most suspicious ones; at least 0. Default: all.</summary>
    public int Most
    {
        get;
        init =>
            field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Most), $"Most must be at least 0, but was {value}.");
    } = int.MaxValue;

    /// <summary>Whether a label is an issue, but for <see cref="Most"/>.</summary>
    /// <param name="score">The label's score.</param>
    public bool Takes(LabelScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return (AnyOf == LabelMethods.None || (score.FlaggedBy & AnyOf) != 0)
            && (score.FlaggedBy & AllOf) == AllOf
            && score.Suspicion >= LeastSuspicion;
    }

    /// <summary>The cut in words, for example "flagged by ConfidentLearning, at most 100".</summary>
    public override string ToString()
    {
        List<string> words = [];
        if (AnyOf != LabelMethods.None)
            words.Add($"flagged by {AnyOf.ToString().Replace(", ", " or ", StringComparison.Ordinal)}");
        if (AllOf != LabelMethods.None)
            words.Add($"flagged by {AllOf.ToString().Replace(", ", " and ", StringComparison.Ordinal)}");
        if (!double.IsNegativeInfinity(LeastSuspicion))
            words.Add(string.Create(CultureInfo.InvariantCulture, $"of a suspicion of at least {LeastSuspicion:G4}"));
        if (Most < int.MaxValue)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"at most {Most}"));
        return words.Count == 0 ? "all" : string.Join(", ", words);
    }
}
