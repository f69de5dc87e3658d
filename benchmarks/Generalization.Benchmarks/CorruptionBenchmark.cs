using System.Globalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;

namespace Generalization.Benchmarks;

/// <summary>Each corruption over 50,000 images of 3×32×32, against copying the bytes that it writes.</summary>
internal static class CorruptionBenchmark
{
    private const int Rounds = 5;

    public static void Run()
    {
        var train = new SyntheticImages(new ImageShape(3, 32, 32), 10).Create(50_000, 10, seed: 1).Train;
        Console.WriteLine("\n| corruption, 50,000 × 3×32×32 | seconds | against copying |\n|---|---|---|");
        foreach (var corruption in PaperCorruptions.All().Skip(1))
        {
            var fitted = corruption.FitTo(train);
            // What the corruption writes anew: all pixels, as bytes or as floats; the labels for the label kinds.
            var written = fitted.Apply(train, 0).Pixels;
            var size = fitted.LabelProbability is null ? written.Bytes : train.Count * sizeof(long);
            var source = GC.AllocateUninitializedArray<byte>((int)size);
            Array.Fill(source, (byte)1);
            var seconds = Measure.InTurn(
                Rounds,
                () => fitted.Apply(train, 0),
                () => source.AsSpan().CopyTo(GC.AllocateUninitializedArray<byte>((int)size))
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {corruption.Name} | {Measure.Median(seconds[0]):F3} | {Measure.Ratio(seconds[0], seconds[1]):F2}× |"
                )
            );
        }
    }
}
