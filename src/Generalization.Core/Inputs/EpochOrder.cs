using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Inputs;

/// <summary>The order in which an epoch takes the examples.</summary>
public static class EpochOrder
{
    /// <summary>A uniformly random permutation of 0 … count − 1, decided by (seed, epoch).</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="count">The number of examples.</param>
    public static long[] Of(ulong seed, int epoch, int count)
    {
        var order = new long[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        DatasetSplit.Train.Key(seed, RandomPurpose.EpochOrder).Stream(0, (uint)epoch).Shuffle<long>(order);
        return order;
    }
}
