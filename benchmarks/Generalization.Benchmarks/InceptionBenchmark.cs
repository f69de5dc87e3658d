using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;
using Generalization.Inputs;
using Generalization.Models.ImageNet;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>Inception V3: a step in float32 and bfloat16 beside PyTorch's, and a training on pictures that are decoded ahead beside the
/// same steps on one batch in memory; each in a process of its own, the processes in turn.</summary>
internal static class InceptionBenchmark
{
    private const int Classes = 1000;

    public static void Run(int size, int batch, int steps, int rounds)
    {
        Console.WriteLine($"\n| Inception V3, {size}×{size}, batch {batch} | images/s | against steps |\n|---|---|---|");
        var variants = new List<(string Name, Func<double?> Measure)>
        {
            ("steps, one batch in memory", () => StepBenchmark.Own("inception", "steps", $"{size}", $"{batch}", $"{steps}")),
            ("steps, of two classes as Fit", () => StepBenchmark.Own("inception", "pairs", $"{size}", $"{batch}", $"{steps}")),
            ("Fit, pictures decoded ahead", () => StepBenchmark.Own("inception", "fit", $"{size}", $"{batch}", $"{steps}")),
            ("PyTorch, bare float32", () => StepBenchmark.Python("pytorch_inception.py", [$"{size}", $"{batch}", $"{steps}"])),
        };
        if (TorchRuntime.HasFastBFloat16)
            variants.Add(("steps, bfloat16", () => StepBenchmark.Own("inception", "steps", $"{size}", $"{batch}", $"{steps}", "bfloat16")));
        var measured = variants.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        for (var i = 0; i < variants.Count; i++)
            if (variants[i].Measure() is { } value)
                measured[i].Add(value);
        for (var i = 0; i < variants.Count; i++)
            Console.WriteLine(
                measured[i].Count == 0
                    ? $"| {variants[i].Name} | not measured | |"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {variants[i].Name} | {Measure.Median([.. measured[i]]):F1} | "
                            + $"{Measure.Ratio([.. measured[i]], [.. measured[0]]):F2}× |"
                    )
            );
    }

    /// <summary>What a process of its own does: prints images a second.</summary>
    public static double Work(string loop, int size, int batch, int steps, bool bfloat16)
    {
        TorchRuntime.KeepFreedMemory();
        var training = InceptionV3.SlimTraining with
        {
            Schedule = new ConstantRate(1e-4),
            BatchSize = batch,
            Precision = bfloat16 ? Precision.BFloat16 : Precision.Float32,
        };
        var shape = new ImageShape(3, size, size);
        var classes = loop == "steps" ? Classes : 2;
        double Measured(string what)
        {
            using var network = InceptionV3.Create(shape, classes, 0);
            return what == "fit" ? Fit(network, training, size, steps) : Steps(network, training, shape, classes, steps);
        }

        if (loop != "ratio")
            return Measured(loop);
        // Of one process, the steps before and after: a machine whose speed changes changes both.
        var before = Measured("pairs");
        var fit = Measured("fit");
        var after = Measured("pairs");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{before:F1} {fit:F1} {after:F1}"));
        return fit / ((before + after) / 2);
    }

    private static double Steps(InceptionV3 network, TrainingOptions training, ImageShape shape, int classes, int steps)
    {
        var n = training.BatchSize;
        var values = new float[n * shape.Size];
        new Randomness.RandomKey(1, Randomness.RandomPurpose.Custom).Stream(0).FillGaussian(values);
        using var images = Laid(tensor(values, [n, 3, shape.Height, shape.Width]));
        using var labels = tensor([.. Enumerable.Range(0, n).Select(i => (long)i % classes)]);
        using (no_grad())
            foreach (var weights in network.parameters().Where(p => p.dim() == 4))
                weights.set_(Laid(weights.detach()));
        network.train();
        using var gradients = new Trainer(training).GradientFactory(network, training);
        using var update = training.Optimizer.Create(network);
        using var batch = new Batch(arange(n), new long[n], 1, images.alias(), labels.alias());
        var clock = new Stopwatch();
        for (var step = -steps; step < steps; step++)
        {
            if (step == 0)
                clock.Start();
            using var scope = NewDisposeScope();
            gradients.Compute(batch);
            update.Run(1e-4);
        }

        return n * steps / clock.Elapsed.TotalSeconds;
    }

    // The second epoch: the first warms up. Labels of two classes, which the first epochs do not fit.
    private static double Fit(InceptionV3 network, TrainingOptions training, int size, int steps)
    {
        var folder = Directory.CreateTempSubdirectory("inception").FullName;
        try
        {
            var images = training.BatchSize * steps;
            SmallImageNet.Write(
                folder,
                options: new SmallImageNetOptions
                {
                    Classes = 2,
                    TrainPerClass = images / 2,
                    ValidationPerClass = 1,
                    LeastSide = Math.Max(96, size),
                    MostSide = Math.Max(200, 2 * size),
                }
            );
            var data = ImageNetFolder.Open(folder, new ImageNetOptions { View = PictureView.Distorted(size) }).Data;
            var options = training with { Epochs = 2, StopWhen = [], EvaluateTestEvery = 0, EvaluateTrainingFrom = 1 };
            double first = 0,
                second = 0;
            // An epoch's last progress comes before what is evaluated at the end.
            var heard = new Threading.SynchronousProgress<Training.History.TrainingProgress>(p =>
            {
                if (p.Finished is { Epoch: 1 })
                    first = images / p.ImagesPerSecond;
                else if (p.Finished is { Epoch: 2 })
                    second = 2 * images / p.ImagesPerSecond;
            });
            new Trainer(options).Fit(network, data, InputPipeline.Inception, 0, heard);
            return images / (second - first);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Tensor Laid(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
