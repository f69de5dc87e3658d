namespace Generalization.Data.Idx;

/// <summary>Fashion-MNIST: 60,000 and 10,000 pictures of clothes, 1×28×28.</summary>
public static class FashionMnist
{
    /// <summary>The ten kinds of clothes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestData Load(string folder) => IdxDataset.Load(folder, "fashion-mnist", ClassNames);
}
