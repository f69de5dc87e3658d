namespace Generalization.Data;

/// <summary>MNIST: 60,000 and 10,000 handwritten digits, 1×28×28.</summary>
public static class Mnist
{
    /// <summary>The digits 0 to 9.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(d => d.ToString())];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestSplit Load(string folder) => IdxDataset.Load(folder, "mnist", ClassNames);
}

/// <summary>Fashion-MNIST: 60,000 and 10,000 pictures of clothes, 1×28×28.</summary>
public static class FashionMnist
{
    /// <summary>The ten kinds of clothes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestSplit Load(string folder) => IdxDataset.Load(folder, "fashion-mnist", ClassNames);
}

/// <summary>KMNIST: 60,000 and 10,000 handwritten kuzushiji characters, 1×28×28.</summary>
public static class KuzushijiMnist
{
    /// <summary>The ten characters, romanized.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestSplit Load(string folder) => IdxDataset.Load(folder, "kmnist", ClassNames);
}
