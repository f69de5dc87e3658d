using Generalization.Measures.Probabilities;

namespace Generalization.Measures.LabelErrors;

/// <summary>Which examples are pruned by the calibrated joint, n · Q rounded so that rows keep their sums.</summary>
/// <remarks>Of equal examples the earlier ones. An example whose label is the class of its largest probability is left, and so is a label's
/// only example, as cleanlab does and the paper does not say. Source: Northcutt, Jiang and Chuang 2021, section 3.2; cleanlab's
/// filter.find_label_issues.</remarks>
internal sealed class Pruning
{
    private readonly ProbabilityTable table;
    private readonly int[][] members;
    private readonly int[][] counts;

    public Pruning(ProbabilityTable table, ConfidentJoint joint)
    {
        this.table = table;
        members = new int[table.ClassCount][];
        var filled = new int[table.ClassCount];
        for (var y = 0; y < members.Length; y++)
            members[y] = new int[table.LabelCounts[y]];
        for (var i = 0; i < table.Count; i++)
        {
            var y = table.Labels[i];
            members[y][filled[y]++] = i;
        }

        counts = [.. joint.Calibrated.Select((row, y) => Kept(Calibration.Rounded(row.AsSpan(), table.LabelCounts[y]), y))];
    }

    /// <summary>Prune by class: of each label, as many as are wrong, those of the smallest p of their label.</summary>
    public bool[] ByClass()
    {
        var pruned = new bool[table.Count];
        for (var y = 0; y < members.Length; y++)
            Prune(pruned, y, counts[y].Sum() - counts[y][y], i => table.Row(i)[y]);
        return Reduced(pruned);
    }

    /// <summary>Prune by noise rate: of each label y and each other class j, as many as Q says, those of the largest p_j − p_y.</summary>
    public bool[] ByNoiseRate()
    {
        var pruned = new bool[table.Count];
        for (var y = 0; y < members.Length; y++)
        for (var j = 0; j < members.Length; j++)
        {
            var other = j;
            if (j != y)
                Prune(pruned, y, counts[y][j], i => table.Row(i)[y] - table.Row(i)[other]);
        }

        return Reduced(pruned);
    }

    // One example of each label stays: the class that most are pruned for has one fewer.
    private static int[] Kept(int[] row, int label)
    {
        if (row[label] > 0 || row.Sum() == 0)
            return row;
        row[Array.IndexOf(row, row.Max())]--;
        row[label]++;
        return row;
    }

    private void Prune(bool[] pruned, int label, int count, Func<int, double> least)
    {
        if (count == 0 || members[label].Length < 2)
            return;
        var keys = Array.ConvertAll(members[label], i => (least(i), i));
        Array.Sort(keys);
        foreach (var (_, example) in keys.AsSpan(0, count))
            pruned[example] = true;
    }

    private bool[] Reduced(bool[] pruned)
    {
        for (var i = 0; i < pruned.Length; i++)
            pruned[i] &= table.Predicted(i) != table.Labels[i];
        return pruned;
    }
}
