namespace Generalization.Experiments;

/// <summary>The corruption that has a probability in each experiment.</summary>
internal static class PartialLabels
{
    /// <summary>Refuses partial labels without a probability, and a probability without them.</summary>
    /// <exception cref="ArgumentException">It is one of the two.</exception>
    public static void Check(string corruption, double? probability)
    {
        if ((corruption == "partial-labels") != (probability is not null))
            throw new ArgumentException(
                $"A probability must be given with partial-labels and with nothing else, but the corruption was {corruption} "
                    + $"and the probability {(probability is null ? "not given" : "given")}."
            );
    }
}
