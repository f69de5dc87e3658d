namespace Generalization.Data.Idx;

/// <summary>KMNIST: 60,000 and 10,000 handwritten kuzushiji characters, 1×28×28.</summary>
public static class KuzushijiMnist
{
    /// <summary>The ten characters, romanized.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestData Load(string folder) => IdxDataset.Load(folder, "kmnist", ClassNames);
}
