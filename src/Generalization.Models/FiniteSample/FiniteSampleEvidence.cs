using System.Globalization;

namespace Generalization.Models.FiniteSample;

/// <summary>What is known about a finite-sample network after its fit; float64 throughout.</summary>
public sealed record FiniteSampleEvidence
{
    /// <summary>The number of points given, n before identical ones are merged.</summary>
    public required int Count { get; init; }

    /// <summary>The number of distinct points.</summary>
    public required int DistinctCount { get; init; }

    /// <summary>The smallest distance of two neighbouring projections; infinite for one point.</summary>
    public required double MinGap { get; init; }

    /// <summary>The distance of the first and last projection.</summary>
    public required double Range { get; init; }

    /// <summary>minᵢ (xᵢ − bᵢ), the smallest eigenvalue of Lemma 1's matrix.</summary>
    /// <remarks>The paper says that it bounds the weights. It does not: the matrix is triangular and far from normal, so its inverse is not
    /// bounded by the inverse of its smallest eigenvalue. <see cref="WeightBound"/> holds.</remarks>
    public required double SmallestEigenvalue { get; init; }

    /// <summary>The largest |wⱼ|.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>A bound on the largest |wⱼ|: 2 maxⱼ qⱼ / (1 − maxⱼ rⱼ), with qⱼ = |yⱼ − yⱼ₋₁| / (xⱼ − bⱼ), rⱼ = (bⱼ − xⱼ₋₁)/(xⱼ − bⱼ) and
    /// y₀ = 0.</summary>
    /// <remarks>Since |sⱼ| ≤ qⱼ + rⱼ |sⱼ₋₁| and wⱼ = sⱼ − sⱼ₋₁. <see cref="WeightsError"/> is added to each difference of targets, for
    /// rounding.</remarks>
    public required double WeightBound { get; init; }

    /// <summary>The steepest piece's |sⱼ|.</summary>
    public required double LargestSlope { get; init; }

    /// <summary>The largest error of <c>Evaluate</c> on the points, projected anew.</summary>
    public required double MaxError { get; init; }

    /// <summary>The largest error of Σⱼ wⱼ max(x − bⱼ, 0) at the points in exact arithmetic: what rounding the weights costs.</summary>
    public required double WeightsError { get; init; }

    /// <summary>The largest target less the smallest; the size of the one value where all are the same.</summary>
    public required double TargetRange { get; init; }

    /// <summary>The largest Σⱼ |wⱼ| (xᵢ − bⱼ) over the points: how large the terms are that cancel in the module's sum.</summary>
    public required double LargestSum { get; init; }

    /// <summary>A bound on the module's error at the points, for any order of summation: the weights' error, the rounding of n large terms
    /// that cancel, and the rounding of a projection times the steepest piece, which is 0 for uint8 points.</summary>
    public required double ModuleErrorBound { get; init; }

    /// <summary>What the float64 module can and cannot give for this direction, and why, in a sentence; null where an error is no more than
    /// 1e-6 of <see cref="TargetRange"/>.</summary>
    /// <param name="moduleError">The module's largest error as it was measured, or <see cref="ModuleErrorBound"/>.</param>
    public string? ModuleRemark(double moduleError) =>
        moduleError <= 1e-6 * TargetRange
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The float64 module's error of {moduleError:G3} is more than 1e-6 of the targets' range {TargetRange:G3}, "
                    + $"and for this direction no error below {ModuleErrorBound:G3} can be promised: projections only {MinGap:G3} "
                    + $"apart take weights up to {LargestWeight:G3}, and the terms of its sum, {LargestSum:G3} in all, are rounded "
                    + $"to 16 digits before they cancel; Evaluate counts every piece from its own point, where nothing cancels, "
                    + $"and "
                    + $"{(MaxError == 0 ? "is exact at every point" : FormattableString.Invariant($"its largest error is {MaxError:G3}"))}."
            );

    /// <summary>How many directions were tried.</summary>
    public required int Directions { get; init; }

    /// <summary>Which of them was chosen, from 0.</summary>
    public required int ChosenDirection { get; init; }

    /// <summary>The time it took.</summary>
    public required FiniteSampleSeconds Seconds { get; init; }
}
