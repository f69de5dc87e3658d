using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Test images among the training images, with their own labels or random ones. Source: section 5.</summary>
internal static class AppendedData
{
    /// <summary>The first test images are appended; what remains of the test set is tested on.</summary>
    /// <exception cref="ArgumentException">There are fewer test images, or fewer remain than are asked for.</exception>
    public static KernelData Of(TrainTestData data, int appended, bool random, int? test, ulong seed)
    {
        var remaining = data.Test.Count - appended;
        if (remaining < 0)
            throw new ArgumentException(
                $"Appended test images must be at most the {data.Test.Count} that {data.Name} has, but appended was {appended}."
            );
        if (test > remaining)
            throw new ArgumentException(
                $"The test images must be at most the {remaining} that remain beside {appended} appended ones, but test was {test}."
            );
        var first = data.Test.Take(appended);
        var train = random
            ? data.Train.Append(Random(first, seed), $"{appended} test examples with random labels appended")
            : data.Train.Append(first);
        return new KernelData(train, remaining == 0 ? null : data.Test.Select([.. Enumerable.Range(appended, test ?? remaining)]));
    }

    // Drawn as training labels are, and by the test set's key, so that no training image has the same draw.
    private static Dataset Random(Dataset images, ulong seed)
    {
        var key = DatasetSplit.Test.Key(seed, RandomPurpose.LabelNoise);
        var labels = new long[images.Count];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = key.Stream(images.Indices[i]).NextInt32(images.ClassCount);
        return images.WithLabels(labels, "random labels", seed);
    }
}
