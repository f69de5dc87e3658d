namespace Generalization.Data.Idx;

/// <summary>KMNIST: 60,000 and 10,000 handwritten kuzushiji characters, 1×28×28.</summary>
public static class KuzushijiMnist
{
    /// <summary>The ten characters, romanized.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the four files, or a root that holds it as kmnist or as torchvision's KMNIST/raw.</param>
    /// <inheritdoc cref="IdxDataset.Load" path="/*[self::returns or self::exception]"/>
    public static TrainTestData Load(string folder) => new IdxForm("kmnist", ClassNames, "kmnist", "KMNIST/raw", "raw").Load(folder);
}
