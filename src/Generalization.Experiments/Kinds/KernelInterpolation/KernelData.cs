using Generalization.Data;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>What a kernel is fitted to and tested on.</summary>
/// <param name="Train">What is fitted, appended test images included.</param>
/// <param name="Test">What it is tested on; null where all test images are among those that are fitted.</param>
public sealed record KernelData(Dataset Train, Dataset? Test)
{
    /// <summary>The data set's name.</summary>
    public string Name => Train.Name;

    /// <summary>Whether the test images are training images that were held out.</summary>
    public bool IsHeldOut => Test is { } test && test.Lineage.Any(step => step is HoldOutStep);

    /// <summary>A training and a test set as they are.</summary>
    /// <param name="data">Both.</param>
    public static KernelData Of(TrainTestData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Train, data.Test);
    }
}
