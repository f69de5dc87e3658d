namespace Generalization.Models;

/// <summary>Targets row after row, checked.</summary>
internal static class FiniteSampleTargets
{
    public static double[] Check(ReadOnlySpan<double> targets, int count, int outputs)
    {
        if (targets.Length != (long)count * outputs)
            throw new ArgumentException($"There must be one target for each of the {count} points, but there were {targets.Length / Math.Max(1, outputs)}.", nameof(targets));
        for (var i = 0; i < targets.Length; i++)
            if (!double.IsFinite(targets[i]))
                throw new ArgumentException(FormattableString.Invariant($"Targets must be finite, but row {i / outputs}, column {i % outputs} was {targets[i]}."), nameof(targets));
        return targets.ToArray();
    }

    public static (double[] Values, int Outputs) Check(double[,] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var outputs = targets.GetLength(1);
        if (outputs < 1) throw new ArgumentException("Targets must have at least one column, but had none.", nameof(targets));
        var flat = new double[targets.Length];
        for (var i = 0; i < flat.Length; i++) flat[i] = targets[i / outputs, i % outputs];
        return (Check(flat, count, outputs), outputs);
    }
}
