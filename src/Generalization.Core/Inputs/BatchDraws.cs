using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Inputs;

/// <summary>The random streams of a batch: image i's depends on (seed, purpose, split, epoch, index of i) alone, not on the batch that it
/// is in.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Split">The split that the images are from.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Indices">Each image's index in its split.</param>
public readonly record struct BatchDraws(ulong Seed, DatasetSplit Split, int Epoch, ReadOnlyMemory<uint> Indices)
{
    /// <summary>The number of images.</summary>
    public int Count => Indices.Length;

    /// <summary>The stream of one image.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="image">The image's place in the batch.</param>
    public RandomStream Stream(RandomPurpose purpose, int image) => Split.Key(Seed, purpose).Stream(Indices.Span[image], (uint)Epoch);
}
