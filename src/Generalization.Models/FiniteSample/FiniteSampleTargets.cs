using System.Globalization;
using System.Runtime.InteropServices;

namespace Generalization.Models.FiniteSample;

/// <summary>Targets row after row, checked.</summary>
internal static class FiniteSampleTargets
{
    public static double[] Check(ReadOnlySpan<double> targets, int count)
    {
        if (targets.Length != count)
            throw WrongCount(targets.Length, count);
        ThrowIfNotFinite(targets, 1);
        return targets.ToArray();
    }

    public static (double[] Values, int Outputs) Check(double[,] targets, int count)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var outputs = targets.GetLength(1);
        if (outputs < 1)
            throw new ArgumentException("Targets must have at least one column, but had none.", nameof(targets));
        if (targets.GetLength(0) != count)
            throw WrongCount(targets.GetLength(0), count);
        var rows = MemoryMarshal.CreateReadOnlySpan(ref targets[0, 0], targets.Length);
        ThrowIfNotFinite(rows, outputs);
        return (rows.ToArray(), outputs);
    }

    private static ArgumentException WrongCount(int given, int count) =>
        new($"There must be one target for each of the {count} points, but there were {given}.", "targets");

    private static void ThrowIfNotFinite(ReadOnlySpan<double> targets, int outputs)
    {
        for (var i = 0; i < targets.Length; i++)
            if (!double.IsFinite(targets[i]))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Targets must be finite, but row {i / outputs}, column {i % outputs} was {targets[i]}."
                    ),
                    nameof(targets)
                );
    }
}
