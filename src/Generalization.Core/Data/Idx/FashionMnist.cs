namespace Generalization.Data.Idx;

/// <summary>Fashion-MNIST: 60,000 and 10,000 pictures of clothes, 1×28×28.</summary>
public static class FashionMnist
{
    /// <summary>The ten kinds of clothes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the four files, or a root that holds it as fashion-mnist or as torchvision's
    /// FashionMNIST/raw.</param>
    /// <inheritdoc cref="IdxDataset.Load" path="/*[self::returns or self::exception]"/>
    public static TrainTestData Load(string folder) =>
        new IdxForm("fashion-mnist", ClassNames, "fashion-mnist", "FashionMNIST/raw", "raw").Load(folder);
}
