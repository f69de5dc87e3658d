namespace Generalization.Models;

/// <summary>c(x) in O(log n), each piece counted from the data point at its end, so that nothing cancels.</summary>
internal sealed class PiecewiseFunction(double[] x, SlopeRecursion pieces)
{
    public void Evaluate(double at, Span<double> result)
    {
        var outputs = pieces.Outputs;
        var found = Array.BinarySearch(x, at);
        var next = found < 0 ? ~found : found;
        for (var o = 0; o < outputs; o++)
        {
            result[o] = (found, next) switch
            {
                (>= 0, _) => pieces.Targets[found * outputs + o],
                _ when next == x.Length => pieces.Targets[(next - 1) * outputs + o] + pieces.After[(next - 1) * outputs + o] * (at - x[^1]),
                _ when at > pieces.Thresholds[next] => pieces.Targets[next * outputs + o] - pieces.After[next * outputs + o] * (x[next] - at),
                (_, 0) => 0,
                _ => pieces.Targets[(next - 1) * outputs + o] + pieces.Before[next * outputs + o] * (at - x[next - 1]),
            };
        }
    }
}
