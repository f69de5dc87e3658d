namespace Generalization.Corruption;

/// <summary>The six transformations of section 2.1.</summary>
public static class PaperCorruptions
{
    /// <summary>True labels, partially corrupted labels, random labels, shuffled pixels, random pixels, Gaussian: the paper's order.</summary>
    /// <param name="probability">p of the partially corrupted labels, in [0, 1]. Default: 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static IReadOnlyList<DatasetCorruption> All(double probability = 0.5) =>
        [new TrueLabels(), new UniformLabelNoise(probability), new UniformLabelNoise(1), new ShuffledPixels(), new RandomPixels(), new GaussianPixels()];
}
