using Generalization.Randomness;

namespace Generalization.Data.Synthetic;

/// <summary>Makes seeded images with classes that a network can learn: a random prototype for each class plus uniform noise.</summary>
/// <remarks>Pixel = prototype of its class, uniform on 64 … 191, plus noise uniform on −Noise … Noise. Balanced: example i has class i mod
/// k.</remarks>
/// <param name="Shape">The shape of each image.</param>
/// <param name="ClassCount">k, in [2, 1000].</param>
/// <param name="Noise">The largest change of a pixel, in [0, 64]. Default: 32.</param>
public sealed record SyntheticImages(ImageShape Shape, int ClassCount, int Noise = 32)
{
    /// <inheritdoc cref="SyntheticImages(ImageShape, int, int)" path="/param[@name='ClassCount']"/>
    public int ClassCount { get; } =
        ClassCount is >= 2 and <= 1000
            ? ClassCount
            : throw new ArgumentOutOfRangeException(nameof(ClassCount), $"ClassCount must lie in [2, 1000], but was {ClassCount}.");

    /// <inheritdoc cref="SyntheticImages(ImageShape, int, int)" path="/param[@name='Noise']"/>
    public int Noise { get; } =
        Noise is >= 0 and <= 64
            ? Noise
            : throw new ArgumentOutOfRangeException(nameof(Noise), $"Noise must lie in [0, 64], but was {Noise}.");

    /// <summary>Makes a training and a test set.</summary>
    /// <param name="train">The number of training images.</param>
    /// <param name="test">The number of test images.</param>
    /// <param name="seed">The seed.</param>
    public TrainTestData Create(int train, int test, ulong seed) =>
        new(CreateSplit(train, DatasetSplit.Train, seed), CreateSplit(test, DatasetSplit.Test, seed));

    private Dataset CreateSplit(int count, DatasetSplit split, ulong seed)
    {
        var prototypes = new byte[ClassCount][];
        for (var c = 0; c < ClassCount; c++)
        {
            var random = new RandomKey(seed, RandomPurpose.SyntheticImages).Stream(c);
            prototypes[c] = new byte[Shape.Size];
            foreach (ref var pixel in prototypes[c].AsSpan())
                pixel = (byte)(64 + random.NextInt32(128));
        }

        var key = split.Key(seed, RandomPurpose.SyntheticImages);
        var pixels = new byte[count * Shape.Size];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % ClassCount;
            var random = key.Stream(i);
            var image = pixels.AsSpan(i * Shape.Size, Shape.Size);
            for (var j = 0; j < image.Length; j++)
                image[j] = (byte)(prototypes[labels[i]][j] + random.NextInt32(2 * Noise + 1) - Noise);
        }

        return Dataset.Create(
            "synthetic",
            split,
            new UInt8Pixels(pixels, Shape),
            labels,
            default,
            Enumerable.Range(0, ClassCount).Select(c => $"class {c}"),
            $"synthetic {split}, seed {seed}"
        );
    }
}
