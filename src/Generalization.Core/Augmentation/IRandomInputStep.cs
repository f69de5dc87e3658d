using Generalization.Data;
using Generalization.Preprocessing;
using Generalization.Randomness;
using static TorchSharp.torch;

namespace Generalization.Augmentation;

/// <summary>A step that is random in training: one draw for each image and epoch; in evaluation <see cref="IInputStep.Apply"/> does what is not random of it.</summary>
public interface IRandomInputStep : IInputStep
{
    /// <summary>Does it for a training batch.</summary>
    /// <param name="images">(n, C, H, W), float32; stays the caller's.</param>
    /// <param name="draws">The images' random streams.</param>
    /// <returns>(n, C′, H′, W′), float32, on the same device.</returns>
    Tensor Apply(Tensor images, BatchDraws draws);
}

/// <summary>The random streams of a batch: image i's depends on (seed, purpose, split, epoch, index of i) alone, not on the batch that it is in.</summary>
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
    public RandomStream Stream(RandomPurpose purpose, int image) => new RandomKey(Seed, purpose, Split).Stream(Indices.Span[image], (uint)Epoch);
}
