using System.Globalization;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Randomness;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>What each augmentation costs an image, in a batch of 128 of 3×32×32.</summary>
internal static class AugmentationBenchmark
{
    private const int BatchSize = 128,
        Repeats = 40,
        Rounds = 7;

    public static void Run()
    {
        var values = new float[BatchSize * 3 * 32 * 32];
        new RandomKey(1, RandomPurpose.Custom).Stream(0).FillGaussian(values);
        using var images = tensor(values, [BatchSize, 3, 32, 32]).mul(0.1).add(0.5);
        var draws = new BatchDraws(0, DatasetSplit.Train, 1, Enumerable.Range(0, BatchSize).Select(i => (uint)i).ToArray());
        Console.WriteLine("\n| augmentation, batch 128 of 3×32×32 | µs an image | against standardizing |\n|---|---|---|");
        var standardize = new PerImageStandardization();
        (string Name, IRandomInputStep Step)[] steps =
        [
            ("crop 28×28", new RandomCrop(28, 28)),
            ("flip", new RandomFlip()),
            ("rotate ±25°", new RandomRotation(25)),
            ("colour", new ColorJitter()),
        ];
        foreach (var (name, step) in steps)
        {
            var seconds = Measure.InTurn(
                Rounds,
                () => Repeat(() => step.Apply(images, draws)),
                () => Repeat(() => standardize.Apply(images))
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {1e6 * Measure.Median(seconds[0]) / (Repeats * BatchSize):F1} | "
                        + $"{Measure.Ratio(seconds[0], seconds[1]):F2}× |"
                )
            );
        }
    }

    private static void Repeat(Func<Tensor> work)
    {
        for (var i = 0; i < Repeats; i++)
        {
            using var scope = NewDisposeScope();
            work();
        }
    }
}
