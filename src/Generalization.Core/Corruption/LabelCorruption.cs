using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Draws training labels anew, each on its own; the labels of a test set stay true.</summary>
public abstract record LabelCorruption : DatasetCorruption
{
    /// <summary>What its stream is for, from <see cref="RandomPurpose.Custom"/> on where it is a caller's: two label corruptions of one
    /// purpose and seed draw the same numbers for an example. Default: <see cref="RandomPurpose.Custom"/>.</summary>
    protected virtual RandomPurpose Purpose => RandomPurpose.Custom;

    /// <summary>The new label of one example.</summary>
    /// <param name="label">Its label so far.</param>
    /// <param name="classCount">k.</param>
    /// <param name="random">Its own stream.</param>
    /// <returns>The assigned label, in 0 … k − 1, and whether it was drawn anew.</returns>
    protected abstract (long Assigned, bool Replaced) Draw(long label, int classCount, ref RandomStream random);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A label was drawn that is none.</exception>
    public sealed override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
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
            (assigned[i], var drawn) = Draw(assigned[i], data.ClassCount, ref random);
            if (assigned[i] < 0 || assigned[i] >= data.ClassCount)
                throw new InvalidOperationException(
                    $"A label must lie in 0 … {data.ClassCount - 1}, but {Name} "
                        + $"drew {assigned[i]} for example {data.Indices[i]}; "
                        + "correct its Draw."
                );
            replaced[i] |= drawn;
        }

        var result = data.WithLabels(assigned, replaced);
        return result.After(new CorruptionStep(this, seed, data.ContentHash, result.ContentHash));
    }

    private protected virtual void Check(Dataset data) { }
}
