namespace Generalization.Corruption;

/// <summary>The six transformations of section 2.1.</summary>
public static class PaperCorruptions
{
    /// <summary>Their names, in the paper's order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["true-labels", "partial-labels", "random-labels", "shuffled-pixels", "random-pixels", "gaussian"];

    /// <summary>True labels, partially corrupted labels, random labels, shuffled pixels, random pixels, Gaussian: the paper's
    /// order.</summary>
    /// <param name="probability">p of the partially corrupted labels, in [0, 1]. Default: 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static IReadOnlyList<DatasetCorruption> All(double probability = 0.5) => [.. Names.Select(name => Named(name, probability))];

    /// <summary>A transformation by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="probability">p of the partially corrupted labels, in [0, 1]. Default: 0.5.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static DatasetCorruption Named(string name, double probability = 0.5) =>
        name switch
        {
            "true-labels" => new TrueLabels(),
            "partial-labels" => new UniformLabelNoise(probability),
            "random-labels" => new UniformLabelNoise(1),
            "shuffled-pixels" => new ShuffledPixels(),
            "random-pixels" => new RandomPixels(),
            "gaussian" => new GaussianPixels(),
            _ => throw new ArgumentException($"The corruption must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name)),
        };
}
