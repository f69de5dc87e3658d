using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Generalization.Report.Drawing;

/// <summary>Ticks of a logarithmic axis: 1, 2 and 5 times each power of ten over few powers, else each power, or every second, third
/// ….</summary>
internal static class LogTicks
{
    private const int FewPowers = 3,
        MostTicks = 12;

    /// <summary>Sets the ticks of an axis that shows decimal logarithms, once its limits are known.</summary>
    public static void Set(IAxis axis)
    {
        var ticks = Of(axis.Range.Min, axis.Range.Max);
        axis.TickGenerator = new NumericManual([.. ticks.Select(t => t.Logarithm)], [.. ticks.Select(t => t.Label)]);
    }

    /// <summary>The ticks between two decimal logarithms; the ends where fewer than two lie between them.</summary>
    public static (double Logarithm, string Label)[] Of(double lowest, double highest)
    {
        int[] factors = highest - lowest <= FewPowers ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling((highest - lowest) / MostTicks));
        var ticks = new List<(double, string)>();
        for (var power = (int)Math.Floor(lowest / every) * every; power <= highest; power += every)
            foreach (var factor in factors)
                if (power + Math.Log10(factor) is var at && at >= lowest && at <= highest)
                    ticks.Add((at, Label(factor, power)));
        return ticks.Count >= 2
            ? [.. ticks]
            :
            [
                .. new[] { lowest, highest }
                    .Distinct()
                    .Select(end => (end, Math.Pow(10, end).ToString("G3", CultureInfo.InvariantCulture))),
            ];
    }

    private static string Label(int factor, int power) =>
        power is >= -3 and <= 5
            ? (factor * (decimal)Math.Pow(10, power)).ToString("#,0.###", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{factor}e{power}");
}
