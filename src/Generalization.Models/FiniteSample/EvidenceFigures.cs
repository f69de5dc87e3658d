using System.Diagnostics;
using Generalization.Data;

namespace Generalization.Models.FiniteSample;

/// <summary>Figures of a solved recursion.</summary>
internal static class EvidenceFigures
{
    private const double Unit = 1.0 / (1L << 53);

    public static double MinGap(double[] x)
    {
        var gap = double.PositiveInfinity;
        for (var j = 1; j < x.Length; j++)
            gap = Math.Min(gap, x[j] - x[j - 1]);
        return gap;
    }

    public static double SmallestEigenvalue(double[] x, double[] thresholds)
    {
        var smallest = double.PositiveInfinity;
        for (var j = 0; j < x.Length; j++)
            smallest = Math.Min(smallest, x[j] - thresholds[j]);
        return smallest;
    }

    public static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    public static double TargetRange(double[] values)
    {
        double least = values[0],
            largest = values[0];
        foreach (var value in values)
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        return largest > least ? largest - least : Math.Abs(largest);
    }

    public static double WeightBound(double[] x, SlopeRecursion pieces)
    {
        double steepest = 0,
            contraction = 0;
        for (var j = 0; j < x.Length; j++)
        {
            var length = x[j] - pieces.Thresholds[j];
            if (j > 0)
                contraction = Math.Max(contraction, (pieces.Thresholds[j] - x[j - 1]) / length);
            for (var at = j * pieces.Outputs; at < (j + 1) * pieces.Outputs; at++)
            {
                var before = j > 0 ? pieces.Targets[at - pieces.Outputs] : 0;
                steepest = Math.Max(steepest, (Math.Abs(pieces.Targets[at] - before) + pieces.Error) / length);
            }
        }

        return 2 * steepest / (1 - contraction) * (1 + 16 * Unit);
    }

    /// <summary>The largest Σⱼ |wⱼ| (x − bⱼ), which the last point has: γ of the number of terms times this bounds the rounding of the
    /// plain sum.</summary>
    public static double SumOfMagnitudes(double[] x, SlopeRecursion pieces)
    {
        var largest = 0.0;
        for (var o = 0; o < pieces.Outputs; o++)
        {
            var sum = 0.0;
            for (var j = 0; j < x.Length; j++)
                sum += Math.Abs(pieces.Weights[j * pieces.Outputs + o]) * (x[^1] - pieces.Thresholds[j]);
            for (var k = 0; k < pieces.Closed.Length; k++)
                sum += Math.Abs(pieces.Closing[k * pieces.Outputs + o]) * (x[^1] - x[pieces.Closed[k]]);
            largest = Math.Max(largest, sum);
        }

        return largest * (1 + Gamma(x.Length + pieces.Closed.Length));
    }

    public static FiniteSampleEvidence Evidence(
        PointRows points,
        SortedPoints sorted,
        double[] x,
        SlopeRecursion pieces,
        FiniteSampleOptions options,
        double maxError,
        double sumOfMagnitudes,
        double moduleErrorBound,
        double solving,
        Stopwatch verifying
    ) =>
        new()
        {
            Count = points.Count,
            DistinctCount = x.Length,
            MinGap = MinGap(x),
            Range = x[^1] - x[0],
            SmallestEigenvalue = SmallestEigenvalue(x, pieces.Thresholds),
            LargestWeight = Math.Max(Largest(pieces.Weights), Largest(pieces.Closing)),
            WeightBound = WeightBound(x, pieces),
            LargestSlope = Largest(pieces.After),
            MaxError = maxError,
            WeightsError = pieces.Error,
            TargetRange = TargetRange(pieces.Targets),
            LargestSum = sumOfMagnitudes,
            ModuleErrorBound = moduleErrorBound,
            Directions = options.Directions,
            ChosenDirection = sorted.DirectionIndex,
            Seconds = new FiniteSampleSeconds(
                sorted.ProjectSeconds,
                sorted.SearchSeconds,
                sorted.SortSeconds,
                sorted.GapSeconds + solving,
                verifying.Elapsed.TotalSeconds
            ),
        };

    public static double Gamma(long operations) => operations * Unit / (1 - operations * Unit);
}
