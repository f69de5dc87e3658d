using System.Globalization;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Models;
using Generalization.Torch;

namespace Generalization.Benchmarks;

/// <summary>Trainings of a small network one after another against side by side, through the runner of sweeps with all that it
/// writes.</summary>
internal static class SideBySideBenchmark
{
    private const int Runs = 4,
        Images = 4096,
        Epochs = 5,
        Rounds = 5;
    private static readonly int[] AtOnce = [1, 2, 4];

    public static void Run()
    {
        TorchRuntime.KeepFreedMemory();
        // Evaluated once, at the end, and on few.
        var data = new SyntheticImages(new ImageShape(3, 28, 28), 10).Create(Images, 10, seed: 1);
        var model = PaperModels.Named("mlp-1x512");
        var catalog = ExperimentCatalog
            .Paper()
            .With("synthetic", () => data)
            .With(
                new CatalogModel(model.Name, model.Training with { EvaluateTrainingFrom = 1 }, model.Create)
                {
                    BatchNorm = model.BatchNorm,
                    ParameterCount = model.ParameterCount,
                }
            );
        Experiment[] list =
        [
            .. Enumerable
                .Range(0, Runs)
                .Select(i => new TrainingExperiment
                {
                    Dataset = "synthetic",
                    Model = model.Name,
                    Corruption = "random-labels",
                    Epochs = Epochs,
                    StopWhenFitted = false,
                    TestEvery = 0,
                    Seed = (ulong)i,
                }),
        ];
        var runner = new ExperimentRunner(catalog);
        var seconds = Measure.InTurn(Rounds, [.. AtOnce.Select(n => (Action)(() => Sweep(runner, n, list)))]);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n| {Runs} runs of {model.Name}, batch 128, {Images} images | images/s in total | against one after "
                    + $"another |\n|---|---|---|"
            )
        );
        foreach (var (n, times) in AtOnce.Zip(seconds))
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {(n == 1 ? "one after another" : $"{n} side by side")} | "
                        + $"{Runs * Images * Epochs / Measure.Median(times):F0} | {Measure.Ratio(seconds[0], times):F2}× |"
                )
            );
    }

    private static void Sweep(ExperimentRunner runner, int parallel, Experiment[] list)
    {
        var folder = Directory.CreateTempSubdirectory("side-by-side").FullName;
        try
        {
            var outcome = new SweepRunner(RunStore.Open(folder), runner, new SweepOptions { Parallel = parallel }).Run(list);
            if (outcome.Finished != list.Length)
                throw new InvalidOperationException($"All {list.Length} runs must finish, but {outcome.Finished} did.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
