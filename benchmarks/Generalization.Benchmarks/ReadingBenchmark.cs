using System.Globalization;
using Generalization.Data.Cifar;

namespace Generalization.Benchmarks;

/// <summary>Reading CIFAR-10's training files against reading the same files into one array.</summary>
internal static class ReadingBenchmark
{
    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("cifar").FullName;
        try
        {
            var files = Enumerable
                .Range(1, 5)
                .Select(i => $"data_batch_{i}.bin")
                .Append("test_batch.bin")
                .Select(f => Path.Combine(folder, f))
                .ToArray();
            foreach (var file in files)
                File.WriteAllBytes(file, new byte[3073 * 10_000]);
            var all = files.Sum(f => (int)new FileInfo(f).Length);
            var seconds = Measure.InTurn(
                7,
                () => Cifar10.Load(folder),
                () =>
                {
                    var bytes = GC.AllocateUninitializedArray<byte>(all);
                    var at = 0;
                    foreach (var file in files)
                    {
                        using var stream = File.OpenRead(file);
                        stream.ReadExactly(bytes, at, (int)stream.Length);
                        at += (int)stream.Length;
                    }
                }
            );
            Console.WriteLine("\n| reading 60,000 images of CIFAR-10 | seconds | against one array |\n|---|---|---|");
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| Cifar10.Load | {Measure.Median(seconds[0]):F3} | {Measure.Ratio(seconds[0], seconds[1]):F2}× |"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
