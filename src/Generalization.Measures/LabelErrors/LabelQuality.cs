using Generalization.Measures.Probabilities;

namespace Generalization.Measures.LabelErrors;

/// <summary>How well a label fits the probabilities of its example. Source: Northcutt, Jiang and Chuang 2021, section 3.2; Kuan and Mueller
/// 2022.</summary>
public static class LabelQuality
{
    /// <summary>p_y, the probability of the given label, in 0..1.</summary>
    /// <param name="table">Probabilities and labels.</param>
    /// <param name="example">The example's position.</param>
    public static double SelfConfidence(ProbabilityTable table, int example)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Row(example)[(int)table.Labels[example]];
    }

    /// <summary>p_y − max over j ≠ y of p_j, in −1..1: below 0 where another class is likelier.</summary>
    /// <param name="table">Probabilities and labels.</param>
    /// <param name="example">The example's position.</param>
    public static double NormalizedMargin(ProbabilityTable table, int example)
    {
        ArgumentNullException.ThrowIfNull(table);
        var row = table.Row(example);
        var label = (int)table.Labels[example];
        double most = 0;
        for (var j = 0; j < row.Length; j++)
            if (j != label)
                most = Math.Max(most, row[j]);
        return row[label] - most;
    }

    /// <summary>(−Σ p_j log p_j / log k) / p_y, at least 0; infinite where p_y is 0 and p is uncertain.</summary>
    /// <remarks>Where the prediction is certain the entropy is 0, whether the label agrees or not; it then says nothing, and p_y = 0 gives
    /// 0.</remarks>
    /// <param name="table">Probabilities and labels.</param>
    /// <param name="example">The example's position.</param>
    public static double EntropyWeighted(ProbabilityTable table, int example)
    {
        ArgumentNullException.ThrowIfNull(table);
        double entropy = 0;
        foreach (var p in table.Row(example))
            entropy -= p > 0 ? p * Math.Log(p) : 0;
        entropy = Math.Max(0, entropy) / Math.Log(table.ClassCount);
        return entropy == 0 ? 0 : entropy / SelfConfidence(table, example);
    }

    /// <summary>A rank's number, turned so that the higher is the more suspicious.</summary>
    /// <param name="table">Probabilities and labels.</param>
    /// <param name="example">The example's position.</param>
    /// <param name="rank">What labels are ranked by.</param>
    /// <returns>−margin, 1 − p_y, or the weighted entropy.</returns>
    public static double Suspicion(ProbabilityTable table, int example, LabelRank rank) =>
        rank switch
        {
            LabelRank.NormalizedMargin => -NormalizedMargin(table, example),
            LabelRank.SelfConfidence => 1 - SelfConfidence(table, example),
            LabelRank.EntropyWeighted => EntropyWeighted(table, example),
            _ => throw new ArgumentOutOfRangeException(nameof(rank), $"A rank must be one of {nameof(LabelRank)}, but was {rank}."),
        };
}
