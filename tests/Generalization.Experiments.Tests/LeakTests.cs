using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Complexity;
using Generalization.Measures.LearningOrder;
using Generalization.Measures.Norms;
using Generalization.Measures.Probabilities;
using Generalization.Models;
using Generalization.Models.FiniteSample;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests;

/// <summary>Each public operation a thousand times, slow ones fifty times: no tensor stays alive, and the process does not
/// grow.</summary>
/// <remarks>Alone, since the process's memory is everybody's.</remarks>
[Collection("threads")]
public sealed class LeakTests : IDisposable
{
    private const int Times = 1000;

    // A tenth of a second and more each.
    private static readonly string[] Slow = ["a step of the Inception", "a step of the Inception in bfloat16", "cross-validation"];

    // What the allocator and the runtime may still take after the warm-up; a float32 tensor of one of these images kept in each of the
    // calls would be seen by its handle long before.
    private const long MostGrowth = 24L << 20;

    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 8, 8), 3).Create(24, 12, seed: 1);
    private static readonly InputPipeline Input = new(new PerImageStandardization());
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01))
    {
        BatchSize = 8,
        Epochs = 1,
        StopWhen = [],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("leaks").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. All("").Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_thousand_times_leaves_as_many_tensors_and_as_much_memory(string operation)
    {
        var call = All(folder)[operation];
        var times = Slow.Contains(operation) ? Times / 20 : Times;
        Repeat(call, times / 5);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        // What the runtime and the allocator take once is taken in the first rounds; what is lost in each call is lost in every round.
        long growth = 0;
        for (var round = 0; round < 3; round++)
        {
            var before = Resident();
            Repeat(call, times);
            DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(tensors, "every tensor has one owner that disposes it");
            growth = Resident() - before;
            if (growth < MostGrowth)
                return;
        }

        growth.Should().BeLessThan(MostGrowth, "what is freed is used again");
    }

    private static void Repeat(Action call, int times)
    {
        for (var i = 0; i < times; i++)
            call();
    }

    private static Dictionary<string, Action> All(string folder)
    {
        var corrupted = Data.Corrupt(new UniformLabelNoise(1), seed: 2);
        var learner = new NetworkLearner(new NetworkRecipe("tiny", Network, Options), Input);
        var kernel = new KernelLearner(new GaussianKernel(0.1));
        var fitted = kernel.Fit(Data.Train, seed: 0);
        var trained = learner.Fit(Data.Train, seed: 0);
        var network = Network(Input.ShapeOf(Data), 3, 4);
        var inception = new Lazy<SmallInception>(() => SmallInception.Create(new ImageShape(3, 8, 8), 3, seed: 0));
        return new()
        {
            ["random labels"] = () => _ = Data.Corrupt(new UniformLabelNoise(1), seed: 3).Train.Labels[0],
            ["random pixels"] = () => _ = Data.Corrupt(new RandomPixels(), seed: 3).Train.ContentHash,
            ["shuffled pixels"] = () => _ = Data.Corrupt(new ShuffledPixels(), seed: 3).Train.ContentHash,
            ["inputs, prepared"] = () => Enumerate(Input, null),
            ["inputs, augmented"] = () =>
                Enumerate(new InputPipeline(new RandomCrop(8, 8), new RandomFlip(), new ColorJitter(), new RandomRotation(10)), null),
            ["inputs, read ahead"] = () => Enumerate(Input, new ReadAhead()),
            ["a training by SGD"] = () => Train(Options, null),
            ["a training by Adam with an average and an observer"] = () =>
            {
                using var order = new LearningOrderObserver(Data.Train);
                using var net = Network(Input.ShapeOf(Data), 3, 4);
                var options = Options with { Optimizer = new Adam(), WeightAverage = new WeightAverage(0.9) };
                new Trainer(options).Fit(net, Data, Input, seed: 0, observers: [order]);
                _ = order.Read();
            },
            ["a training with a checkpoint"] = () => Train(Options, new CheckpointOptions(folder) { Every = TimeSpan.Zero }),
            ["a step of the Inception"] = () => new Trainer(Options).Fit(inception.Value, Data.Train.Take(8), Input, seed: 0),
            ["a step of the Inception in bfloat16"] = () =>
                new Trainer(Options with { Precision = Precision.BFloat16 }).Fit(inception.Value, Data.Train.Take(8), Input, seed: 0),
            ["a network's predictions"] = () => _ = trained.Accuracy(Data.Test),
            ["weights to a file and back"] = () =>
            {
                NetworkFile.Save(network, Path.Combine(folder, "net.safetensors"));
                NetworkFile.LoadInto(network, Path.Combine(folder, "net.safetensors"));
                _ = TensorHash.Of(network.state_dict());
            },
            ["a kernel interpolant"] = () =>
            {
                using var fit = kernel.Fit(corrupted.Train, seed: 0);
                _ = fit.Errors(Data.Test);
            },
            ["a kernel with leave-one-out on features"] = () =>
            {
                using var fit = (
                    kernel with
                    {
                        Features = (set, seed, _) => RandomReluFeatures.Create(set.Shape, 20, seed),
                        Solver = new SolverOptions { Ridge = 0.1, LeaveOneOut = true },
                    }
                ).Fit(Data.Train, seed: 0);
            },
            ["an iterative kernel"] = () =>
            {
                using var fit = (
                    kernel with
                    {
                        Solver = new SolverOptions { Ridge = 0.1, Solver = KernelSolver.Iterative },
                    }
                ).Fit(Data.Train, seed: 0);
            },
            ["a kernel's predictions"] = () => _ = fitted.Predict(Data.Test),
            ["the least-norm solution"] = () =>
            {
                using var fit = new LeastNormLearner().Fit(Data.Train, seed: 0);
                _ = fit.Errors(Data.Test);
            },
            ["the constructed network"] = () =>
            {
                using var fit = new FiniteSampleLearner().Fit(corrupted.Train, seed: 0);
                _ = fit.Errors(Data.Test);
            },
            ["points"] = () =>
            {
                using var points = PointSet.Of(Data.Train);
            },
            ["norms of a network"] = () => _ = NetworkNorms.Of(network, Input.ShapeOf(Data)),
            ["margins"] = () => _ = MarginDistribution.Of(trained, Data.Train),
            ["cross-validation"] = () => _ = CrossValidation.Run(kernel, Data.Train, seed: 0),
            ["Rademacher complexity"] = () =>
                _ = RademacherComplexity.Measure(kernel, Data.Train, seed: 0, new RademacherOptions { Draws = 2 }),
        };
    }

    private static nn.Module<Tensor, Tensor> Network(ImageShape input, int classes, ulong seed) =>
        MultilayerPerceptron.Create(input, classes, seed, 4);

    private static void Train(TrainingOptions options, CheckpointOptions? kept)
    {
        if (kept is not null)
            File.Delete(Path.Combine(kept.Folder, "checkpoint.safetensors"));
        using var net = Network(Input.ShapeOf(Data), 3, 4);
        new Trainer(options).Fit(net, Data, Input, seed: 0, checkpoints: kept);
    }

    private static void Enumerate(InputPipeline input, ReadAhead? ahead)
    {
        using var batches = input.Batches(Data.Train, 0, CPU, ahead);
        foreach (var batch in batches.Epoch(1, 8))
            batch.Dispose();
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
