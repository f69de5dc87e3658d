using System.Globalization;

namespace Generalization.Measures;

/// <summary>The flagged examples, compared with those that should have been flagged.</summary>
/// <param name="Count">The number of examples, at least 0.</param>
/// <param name="Flagged">How many were flagged.</param>
/// <param name="Positives">How many should have been.</param>
/// <param name="Hits">How many are both.</param>
public sealed record Detection(int Count, int Flagged, int Positives, int Hits)
{
    /// <summary>Hits / Flagged, with Wilson's interval; null where nothing was flagged.</summary>
    public Estimate? Precision => Flagged == 0 ? null : Estimate.OfShare(Hits, Flagged);

    /// <summary>Hits / Positives, with Wilson's interval; null where there was nothing to find.</summary>
    public Estimate? Recall => Positives == 0 ? null : Estimate.OfShare(Hits, Positives);

    /// <summary>2 · Hits / (Flagged + Positives), the harmonic mean of the two; 0 where both are 0.</summary>
    public double F1 => Flagged + Positives == 0 ? 0 : 2.0 * Hits / (Flagged + Positives);

    /// <summary>Counts.</summary>
    /// <param name="flagged">Which examples were flagged.</param>
    /// <param name="positives">Which should have been.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Detection Of(ReadOnlySpan<bool> flagged, ReadOnlySpan<bool> positives)
    {
        if (flagged.Length != positives.Length)
            throw new ArgumentException(
                $"What is flagged and what is true must be of the same examples, but there are {flagged.Length} and {positives.Length}."
            );
        var (marked, all, hits) = (0, 0, 0);
        for (var i = 0; i < flagged.Length; i++)
        {
            marked += flagged[i] ? 1 : 0;
            all += positives[i] ? 1 : 0;
            hits += flagged[i] && positives[i] ? 1 : 0;
        }

        return new(flagged.Length, marked, all, hits);
    }

    /// <summary>Counts what lies at or above a cut.</summary>
    /// <param name="scores">The higher, the more positive; none is NaN.</param>
    /// <param name="positives">Which examples are positive.</param>
    /// <param name="cut">An example is flagged where its score is at least this.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is not a number.</exception>
    public static Detection AtCut(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives, double cut)
    {
        var flagged = new bool[scores.Length];
        for (var i = 0; i < scores.Length; i++)
            flagged[i] = double.IsNaN(scores[i])
                ? throw new ArgumentException(
                    $"A score must be a number, but that of example {i} is none; leave the example out.",
                    nameof(scores)
                )
                : scores[i] >= cut;
        return Of(flagged, positives);
    }

    /// <summary>"95 of 100 found, 120 flagged", invariant.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hits} of {Positives} found, {Flagged} flagged");
}
