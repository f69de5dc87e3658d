namespace Generalization.Data.Idx;

/// <summary>MNIST: 60,000 and 10,000 handwritten digits, 1×28×28.</summary>
public static class Mnist
{
    /// <summary>The digits 0 to 9.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(d => d.ToString())];

    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the four files, or a root that holds it as mnist or as torchvision's MNIST/raw.</param>
    /// <inheritdoc cref="IdxDataset.Load" path="/*[self::returns or self::exception]"/>
    public static TrainTestData Load(string folder) => new IdxForm("mnist", ClassNames, "mnist", "MNIST/raw", "raw").Load(folder);
}
