using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Which training examples have a changed label.</summary>
internal sealed class SubsetMask
{
    private readonly bool[] changed;

    private SubsetMask(bool[] changed) => (this.changed, Count) = (changed, changed.Count(c => c));

    /// <summary>How many are changed.</summary>
    public int Count { get; }

    public static SubsetMask Changed(Dataset data)
    {
        var changed = new bool[data.Count];
        // Real targets have no labels that could have changed.
        for (var i = 0; i < changed.Length && data.TargetCount == 0; i++)
            changed[i] = data.Labels[i] != data.TrueLabels[i];
        return new SubsetMask(changed);
    }

    /// <summary>Accuracy over all, the unchanged and the changed examples; the last two are null where all or none changed.</summary>
    public (double All, double? Clean, double? Changed) Split(Tensor correct)
    {
        using var host = correct.cpu();
        var values = host.data<bool>().ToArray();
        int all = 0,
            wrongLabel = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i])
                continue;
            all++;
            if (changed[i])
                wrongLabel++;
        }

        double n = values.Length;
        return Count == 0 || Count == values.Length
            ? (all / n, null, null)
            : (all / n, (all - wrongLabel) / (n - Count), wrongLabel / (double)Count);
    }
}
