using Generalization.Randomness;

namespace Generalization.Data;

/// <summary>The random streams of a split.</summary>
public static class DatasetSplitExtensions
{
    /// <summary>The key of a split's streams: part 1 for training, 2 for test.</summary>
    /// <param name="split">The split.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    public static RandomKey Key(this DatasetSplit split, ulong seed, RandomPurpose purpose) => new(seed, purpose, (uint)split + 1);
}
