namespace Generalization.Measures.LabelErrors;

/// <summary>How suspicious one label is, by any source.</summary>
/// <param name="Example">The example's position, at least 0.</param>
/// <param name="Given">The given label.</param>
/// <param name="Suggested">The most likely label by the source; it may be the given one.</param>
/// <param name="Suspicion">The higher, the more suspicious; on the source's own scale, and no NaN.</param>
/// <param name="FlaggedBy">What says that the label is wrong.</param>
public sealed record LabelScore(int Example, long Given, long Suggested, double Suspicion, LabelMethods FlaggedBy)
{
    /// <inheritdoc cref="LabelScore(int, long, long, double, LabelMethods)" path="/param[@name='Suspicion']"/>
    public double Suspicion { get; init; } =
        double.IsNaN(Suspicion)
            ? throw new ArgumentException(
                $"A suspicion must be a number, but that of example {Example} is none; leave the example out.",
                nameof(Suspicion)
            )
            : Suspicion;

    /// <summary>The probability of the given label, in 0..1; null where the source gives none. Default: null.</summary>
    public double? SelfConfidence { get; init; }

    /// <summary>The margin of the given label over the best other, on the source's own scale, in −1..1 for probabilities; null where the
    /// source gives none. Default: null.</summary>
    public double? NormalizedMargin { get; init; }
}
