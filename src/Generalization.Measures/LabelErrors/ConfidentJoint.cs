using System.Collections.Immutable;
using Generalization.Measures.Probabilities;

namespace Generalization.Measures.LabelErrors;

/// <summary>How many examples of each given label are confidently of each class, and what follows for the noise of all labels.</summary>
/// <remarks>
/// <para>t_j = mean of p_j over the examples labelled j. Example i is confidently of class ŷᵢ = argmax of p_j over the j with p_j ≥ t_j
/// (the first of equal ones), and of none where no p_j reaches its threshold. C[y, j] counts the examples labelled y with ŷ = j.</para>
/// <para>Calibrated: Q[y, j] = (C[y, j] / Σ_j C[y, j]) · n_y / n, n_y the number of examples labelled y, so that the joint has the given
/// labels' shares. Where no example of a label is confidently of any class, all of them are taken to be right.</para>
/// <para>A threshold is a mean, which is rounded: p_j ≥ t_j holds within 10⁻¹² of t_j. Source: Northcutt, Jiang and Chuang 2021, equations
/// 1 to 3.</para>
/// </remarks>
public sealed class ConfidentJoint
{
    private const double Rounding = 1e-12;

    private ConfidentJoint(ProbabilityTable table, ImmutableArray<double> thresholds, ImmutableArray<int> classes, int[][] counts)
    {
        (Thresholds, Classes, LabelCounts, ClassNames) = (thresholds, classes, table.LabelCounts, table.ClassNames);
        Counts = [.. counts.Select(row => row.ToImmutableArray())];
        Calibrated = [.. counts.Select((row, y) => Calibration.Of(row, y, LabelCounts[y]))];
        NoiseRate = Calibration.NoiseRate(Counts, LabelCounts);
    }

    /// <summary>The classes' names, k.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>How many examples have each label, k.</summary>
    public ImmutableArray<int> LabelCounts { get; }

    /// <summary>t, k; infinite for a class without an example.</summary>
    public ImmutableArray<double> Thresholds { get; }

    /// <summary>ŷ, n: the class that an example is confidently of; −1 for none.</summary>
    public ImmutableArray<int> Classes { get; }

    /// <summary>C, k rows of k: [given label][class].</summary>
    public ImmutableArray<ImmutableArray<int>> Counts { get; }

    /// <summary>n · Q before it is rounded, k rows of k: row y sums to the number of examples labelled y.</summary>
    public ImmutableArray<ImmutableArray<double>> Calibrated { get; }

    /// <summary>The number of examples that are confidently of another class than their label: C off its diagonal.</summary>
    public int OffDiagonal => ConfidentCount - Enumerable.Range(0, Counts.Length).Sum(y => Counts[y][y]);

    /// <summary>The number of examples that are confidently of some class.</summary>
    public int ConfidentCount => Counts.Sum(row => row.Sum());

    /// <summary>The estimated share of wrong labels, 1 − trace(Q), with a 95 % interval.</summary>
    /// <remarks>The labels' shares of confident examples off the diagonal, weighted by how many examples have each label. The interval says
    /// how far counting so many examples may be off (Wilson's, at the number of examples that has this standard error), and not what
    /// probabilities that are wrong themselves do.</remarks>
    public Estimate NoiseRate { get; }

    /// <summary>Q, the joint distribution of given label and class, k rows of k, which sum to 1.</summary>
    public ImmutableArray<ImmutableArray<double>> Joint
    {
        get
        {
            double n = LabelCounts.Sum();
            return [.. Calibrated.Select(row => row.Select(count => count / n).ToImmutableArray())];
        }
    }

    /// <summary>P(given label y | class j) = Q[y, j] / Σ_y Q[y, j], k rows of k by y: what the noise makes of a class. A class that no
    /// example is counted in keeps its label.</summary>
    public ImmutableArray<ImmutableArray<double>> NoiseMatrix
    {
        get
        {
            var totals = Enumerable.Range(0, Counts.Length).Select(j => Calibrated.Sum(row => row[j])).ToArray();
            return
            [
                .. Calibrated.Select(
                    (row, y) =>
                        row.Select(
                                (count, j) =>
                                    totals[j] > 0 ? count / totals[j]
                                    : y == j ? 1
                                    : 0
                            )
                            .ToImmutableArray()
                ),
            ];
        }
    }

    /// <summary>P(class j | given label y) = Q[y, j] / Σ_j Q[y, j], k rows of k by y: what a label is worth. A label without an example is
    /// taken to be right.</summary>
    public ImmutableArray<ImmutableArray<double>> InverseNoiseMatrix =>
        [
            .. Calibrated.Select(
                (row, y) =>
                    row.Select(
                            (count, j) =>
                                LabelCounts[y] > 0 ? count / LabelCounts[y]
                                : y == j ? 1
                                : 0
                        )
                        .ToImmutableArray()
            ),
        ];

    /// <summary>Counts a table.</summary>
    /// <param name="table">The probabilities, out of sample, and the given labels.</param>
    public static ConfidentJoint Of(ProbabilityTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var thresholds = ThresholdsOf(table);
        var classes = new int[table.Count];
        var counts = new int[table.ClassCount][];
        for (var y = 0; y < counts.Length; y++)
            counts[y] = new int[table.ClassCount];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = -1;
            var row = table.Row(i);
            for (var j = 0; j < row.Length; j++)
                if (row[j] >= thresholds[j] * (1 - Rounding) && (classes[i] < 0 || row[j] > row[classes[i]]))
                    classes[i] = j;
            if (classes[i] >= 0)
                counts[table.Labels[i]][classes[i]]++;
        }

        return new(table, thresholds, [.. classes], counts);
    }

    private static ImmutableArray<double> ThresholdsOf(ProbabilityTable table)
    {
        var sums = new double[table.ClassCount];
        for (var i = 0; i < table.Count; i++)
            sums[table.Labels[i]] += table.Row(i)[(int)table.Labels[i]];
        return [.. sums.Select((sum, j) => table.LabelCounts[j] > 0 ? sum / table.LabelCounts[j] : double.PositiveInfinity)];
    }
}
