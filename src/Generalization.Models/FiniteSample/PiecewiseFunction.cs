namespace Generalization.Models.FiniteSample;

/// <summary>c(x) in O(log n), each piece counted from the data point at its end, so that nothing cancels.</summary>
internal sealed class PiecewiseFunction
{
    private readonly double[] x;
    private readonly SlopeRecursion pieces;
    private readonly int[] starts;
    private readonly double scale;

    public PiecewiseFunction(double[] x, SlopeRecursion pieces)
    {
        (this.x, this.pieces) = (x, pieces);
        // As many equal intervals as points: a search in one of them touches one place in memory, where a search in all touches log n.
        var range = x[^1] - x[0];
        scale = range > 0 ? (x.Length - 1) / range : 0;
        starts = new int[x.Length + 1];
        var filled = 0;
        for (var j = 0; j < x.Length; j++)
        for (var interval = Interval(x[j]); filled < interval; )
            starts[++filled] = j;
        starts.AsSpan(filled + 1).Fill(x.Length);
    }

    public void Evaluate(double at, Span<double> result)
    {
        if (double.IsNaN(at))
        {
            result.Fill(at);
            return;
        }

        var outputs = pieces.Outputs;
        var interval = Interval(at);
        var found = Array.BinarySearch(x, starts[interval], starts[interval + 1] - starts[interval], at);
        var next = found < 0 ? ~found : found;
        for (var o = 0; o < outputs; o++)
        {
            result[o] = (found, next) switch
            {
                (>= 0, _) => pieces.Targets[found * outputs + o],
                _ when next == x.Length => pieces.Targets[(next - 1) * outputs + o] + pieces.After[(next - 1) * outputs + o] * (at - x[^1]),
                _ when at > pieces.Thresholds[next] => pieces.Targets[next * outputs + o]
                    - pieces.After[next * outputs + o] * (x[next] - at),
                (_, 0) => 0,
                _ => pieces.Targets[(next - 1) * outputs + o] + pieces.Before(next, o) * (at - x[next - 1]),
            };
        }
    }

    // Rounding keeps the order, so the points of an interval are neighbours.
    private int Interval(double at) => (int)Math.Clamp((at - x[0]) * scale, 0, x.Length - 1);
}
