using System.Diagnostics;
using Generalization.Data.Cifar;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Measures.Subsets;
using Generalization.Models;
using Generalization.Torch;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>The trainings that memorization scores are made of: a perceptron on random subsets of CIFAR-10, each until it fits.</summary>
internal static class SubsetBenchmark
{
    private const int Images = 2000,
        Trainings = 200,
        AtOnce = 2;

    public static void Run()
    {
        if (Environment.GetEnvironmentVariable("GENERALIZATION_DATA") is not { } folder)
        {
            Console.WriteLine("\nSubset trainings were not measured: set GENERALIZATION_DATA to a folder with CIFAR-10.");
            return;
        }

        TorchRuntime.KeepFreedMemory();
        var threads = get_num_threads();
        set_num_threads(1);
        var data = Cifar10.Load(folder).Take(Images, Images / 2);
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), InputPipeline.Cifar10);
        var design = new SubsetDesign(0, Trainings);
        var clock = Stopwatch.StartNew();
        new SubsetRunner(learner, data.Train, data.Test, design, new SubsetRunOptions { AtOnce = AtOnce }).Run();
        Console.WriteLine(
            FormattableString.Invariant($"\n{Trainings} trainings of MLP 1×512 on {design.SizeOf(0, Images):N0} of {Images:N0} images, ")
                + FormattableString.Invariant($"{AtOnce} at once: {clock.Elapsed.TotalSeconds:F0} s.")
        );
        set_num_threads(threads);
    }
}
