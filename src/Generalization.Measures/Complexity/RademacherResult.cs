using System.Collections.Immutable;
using System.Globalization;

namespace Generalization.Measures.Complexity;

/// <summary>An empirical Rademacher complexity, with the draws that it is the mean of.</summary>
/// <param name="Value">The mean over draws of (accuracy − 1/k) / (1 − 1/k), which is 2·accuracy − 1 for signs, with Student's interval
/// in the range from −1/(k − 1) to 1: 1 where every labeling is fitted, 0 at chance.</param>
/// <param name="ClassCount">k.</param>
/// <param name="Examples">n, the number of examples.</param>
/// <param name="Correlation">The mean over draws of (1/n) Σ σᵢ h(xᵢ) of the real outputs, for signs and learners that are linear in their
/// targets; else null.</param>
/// <param name="ExpectedCorrelation">tr(H)/n, what that mean tends to, where the learner can give it; else null.</param>
/// <param name="Draws">The draws, in their order.</param>
public sealed record RademacherResult(
    Estimate Value,
    int ClassCount,
    int Examples,
    Estimate? Correlation,
    double? ExpectedCorrelation,
    ImmutableArray<RademacherDraw> Draws
)
{
    /// <summary>Whether some labeling was not wholly fitted. The supremum over the hypotheses is then at least the estimate, because the
    /// optimizer may have stopped before the best hypothesis. Where all labelings are fitted the value is 1, and nothing is above
    /// it.</summary>
    public bool IsLowerBound => Draws.Any(draw => draw.Accuracy < 1);

    /// <summary>In a sentence without a full stop.</summary>
    public override string ToString()
    {
        var kind = ClassCount == 2 ? "random signs" : $"random labels of {ClassCount} classes";
        var bound = IsLowerBound
            ? "a lower bound, since the learner did not fit them all and another one of its hypotheses may"
            : "all of them were fitted, so nothing is above it";
        var outputs = Correlation is { } measured ? string.Create(CultureInfo.InvariantCulture, $"; of its real outputs {measured}") : "";
        var exact =
            outputs.Length > 0 && ExpectedCorrelation is { } expected
                ? string.Create(CultureInfo.InvariantCulture, $", where tr(H)/n is {expected:G4}")
                : "";
        return $"{Value} on {kind} for {Examples} examples, {Draws.Length} draws: {bound}{outputs}{exact}";
    }
}
