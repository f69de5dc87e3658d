using Generalization.Data;
using Generalization.Identity;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Draws each training label anew, independently of the others. The labels of a test set stay true.</summary>
public abstract record LabelCorruption : DatasetCorruption
{
    /// <summary>The purpose of its random stream; a caller's corruption takes a value from <see cref="RandomPurpose.Custom"/> on. Two label
    /// corruptions with the same purpose and seed draw the same numbers for an example. Default:
    /// <see cref="RandomPurpose.Custom"/>.</summary>
    protected virtual RandomPurpose Purpose => RandomPurpose.Custom;

    /// <summary>The new label of one example. It must be the same at each call, so take all randomness from the stream.</summary>
    /// <param name="example">The example: its label so far, its index, and its pixels, which are read only when you ask for them.</param>
    /// <param name="random">Its own stream.</param>
    /// <returns>The assigned label, in 0 … k − 1, and whether it was drawn anew.</returns>
    protected abstract (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The data have real targets and no classes, or the corruption is not for such data.</exception>
    /// <exception cref="FaultyPartException">A drawn label is not a class, or two calls for one example gave two labels.</exception>
    public sealed override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.TargetCount > 0)
            throw new ArgumentException(
                $"{Name} draws classes anew, but {data.Name} has real targets and no classes; corrupt data with classes.",
                nameof(data)
            );
        if (data.Split == DatasetSplit.Test)
            return data;
        Check(data);
        var key = data.Split.Key(seed, Purpose);
        var assigned = data.Labels.ToArray();
        var replaced = data.Replaced.ToArray();
        for (var i = 0; i < assigned.Length; i++)
        {
            if (i % 65536 == 0)
                token.ThrowIfCancellationRequested();
            var random = key.Stream(data.Indices[i]);
            (assigned[i], var drawn) = Draw(new LabelledExample(data, i), ref random);
            if (assigned[i] < 0 || assigned[i] >= data.ClassCount)
                throw new FaultyPartException(
                    $"A label must lie in 0 … {data.ClassCount - 1}, but {Name} drew {assigned[i]} for example "
                        + $"{data.Indices[i]}; correct its Draw."
                );
            replaced[i] |= drawn;
        }

        if (GetType().Assembly != typeof(LabelCorruption).Assembly)
            CheckRepeats(data, key, assigned);
        var result = data.WithLabels(assigned, replaced);
        return result.After(new CorruptionStep(this, seed, data.ContentHash, result.ContentHash));
    }

    private protected virtual void Check(Dataset data) { }

    private void CheckRepeats(Dataset data, RandomKey key, long[] assigned)
    {
        var step = Math.Max(1, data.Count / 64);
        for (var i = data.Count - 1; i >= 0; i -= step)
        {
            var random = key.Stream(data.Indices[i]);
            var (again, _) = Draw(new LabelledExample(data, i), ref random);
            if (again != assigned[i])
                throw new FaultyPartException(
                    $"A corruption must give an example the same label whenever it is asked, but {Name} gave example {data.Indices[i]} "
                        + $"first {assigned[i]} and then {again}; "
                        + "draw what is random from the stream that Draw is given, and count no calls."
                );
        }
    }
}
