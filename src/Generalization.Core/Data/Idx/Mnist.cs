namespace Generalization.Data.Idx;

/// <summary>MNIST: 60,000 and 10,000 handwritten digits, 1×28×28.</summary>
public static class Mnist
{
    /// <summary>The digits 0 to 9.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(d => d.ToString())];

    /// <inheritdoc cref="IdxDataset.Load"/>
    public static TrainTestData Load(string folder) => IdxDataset.Load(folder, "mnist", ClassNames);
}
