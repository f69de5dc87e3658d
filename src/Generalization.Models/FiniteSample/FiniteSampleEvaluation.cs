using Generalization.Data;

namespace Generalization.Models.FiniteSample;

/// <summary>A piecewise function on many points.</summary>
internal static class FiniteSampleEvaluation
{
    /// <summary>The targets in the order of the projections.</summary>
    public static double[] Pick(double[] targets, int[] index, int outputs)
    {
        var result = GC.AllocateUninitializedArray<double>(index.Length * outputs);
        Projections.ForRows(
            index.Length,
            (first, end) =>
            {
                if (outputs == 1)
                    for (var j = first; j < end; j++)
                        result[j] = targets[index[j]];
                else
                    for (var j = first; j < end; j++)
                        targets.AsSpan(index[j] * outputs, outputs).CopyTo(result.AsSpan(j * outputs));
            }
        );
        return result;
    }

    public static double[,] Of(PiecewiseFunction function, double[] direction, double offset, int outputs, PointRows points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Dimension != direction.Length)
            throw new ArgumentException($"Points must have {direction.Length} values each, but had {points.Dimension}.", nameof(points));
        var result = new double[points.Count, outputs];
        Projections.ForRows(
            points.Count,
            (first, end) =>
            {
                var row = new double[outputs];
                for (var i = first; i < end; i++)
                {
                    function.Evaluate(Projections.Of(points, i, direction) - offset, row);
                    for (var o = 0; o < outputs; o++)
                        result[i, o] = row[o];
                }
            }
        );
        return result;
    }

    /// <summary>The largest error on the points, projected anew, and how far two projections of one of them may differ, each summed in its
    /// own order.</summary>
    /// <remarks>The drift is 0 for uint8 points, whose projections are exact.</remarks>
    public static (double Error, double Drift) Verify(
        PiecewiseFunction function,
        double[] direction,
        double offset,
        double[] targets,
        int outputs,
        PointRows points
    )
    {
        var (gate, largestError, largestMagnitude) = (new Lock(), 0.0, 0.0);
        Projections.ForRows(
            points.Count,
            (first, end) =>
            {
                var (x, row, error, magnitude) = (new double[end - first], new double[outputs], 0.0, 0.0);
                for (var i = first; i < end; i++)
                {
                    x[i - first] = Projections.Of(points, i, direction) - offset;
                    if (!points.AreBytes)
                        magnitude = Math.Max(magnitude, Projections.Of(points, i, direction, absolute: true));
                }

                // Apart, so that the processor looks up several at once: each goes to its own places in memory.
                for (var i = first; i < end; i++)
                {
                    function.Evaluate(x[i - first], row);
                    for (var o = 0; o < outputs; o++)
                        error = Math.Max(error, Math.Abs(row[o] - targets[i * outputs + o]));
                }

                lock (gate)
                    (largestError, largestMagnitude) = (Math.Max(largestError, error), Math.Max(largestMagnitude, magnitude));
            }
        );
        return (largestError, 2 * EvidenceFigures.Gamma(points.Dimension) * largestMagnitude);
    }
}
