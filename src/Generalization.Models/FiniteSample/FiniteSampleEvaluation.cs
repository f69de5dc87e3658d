namespace Generalization.Models;

/// <summary>A piecewise function on many points.</summary>
internal static class FiniteSampleEvaluation
{
    public static double[] Pick(double[] targets, int[] index, int outputs)
    {
        var result = new double[index.Length * outputs];
        for (var j = 0; j < index.Length; j++) targets.AsSpan(index[j] * outputs, outputs).CopyTo(result.AsSpan(j * outputs));
        return result;
    }

    public static double[,] Of(PiecewiseFunction function, double[] direction, double offset, int outputs, FiniteSamplePoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Dimension != direction.Length)
            throw new ArgumentException($"Points must have {direction.Length} values each, but had {points.Dimension}.", nameof(points));
        var result = new double[points.Count, outputs];
        Projections.ForRows(points.Count, (first, end) =>
        {
            var row = new double[outputs];
            for (var i = first; i < end; i++)
            {
                function.Evaluate(points.Project(i, direction) - offset, row);
                for (var o = 0; o < outputs; o++) result[i, o] = row[o];
            }
        });
        return result;
    }

    /// <summary>The largest error on the points, projected anew, and how far two projections of one of them may differ, each summed in its own order.</summary>
    /// <remarks>The drift is 0 for uint8 points, whose projections are exact.</remarks>
    public static (double Error, double Drift) Verify(
        PiecewiseFunction function, double[] direction, double offset, double[] targets, int outputs, FiniteSamplePoints points)
    {
        var (errors, magnitudes) = (new double[points.Count], points.AreBytes ? [] : new double[points.Count]);
        Projections.ForRows(points.Count, (first, end) =>
        {
            Span<double> row = new double[outputs];
            for (var i = first; i < end; i++)
            {
                function.Evaluate(points.Project(i, direction) - offset, row);
                for (var o = 0; o < outputs; o++) errors[i] = Math.Max(errors[i], Math.Abs(row[o] - targets[i * outputs + o]));
                if (magnitudes.Length > 0) magnitudes[i] = points.Project(i, direction, absolute: true);
            }
        });
        return (EvidenceFigures.Largest(errors), 2 * EvidenceFigures.Gamma(points.Dimension) * EvidenceFigures.Largest(magnitudes));
    }
}
