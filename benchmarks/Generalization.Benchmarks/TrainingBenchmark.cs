using System.Globalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>Fit with evaluation off against the bare loop: same model, same operations, one resident batch, no data pipeline.</summary>
internal static class TrainingBenchmark
{
    private const int BatchSize = 128,
        Rounds = 5;

    public static void Run()
    {
        var rate = Measure.ProductRate();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nfloat32 matrix product: {rate / 1e9:F0} GFLOP/s\n"));
        Console.WriteLine(
            "| model, batch 128 | bare images/s | Fit images/s | Fit / bare | evaluation adds | GFLOP/s of Fit | of the "
                + "product |\n|---|---|---|---|---|---|---|"
        );
        foreach (var model in PaperModels.Cifar10)
            Run(model, StepsFor(model.Name), rate);
    }

    private static int StepsFor(string model) => model.StartsWith("mlp", StringComparison.Ordinal) ? 120 : 3;

    private static void Run(PaperModel model, int steps, double productRate)
    {
        var images = steps * BatchSize;
        var data = new SyntheticImages(new ImageShape(3, 32, 32), 10)
            .Create(images, Math.Max(10, images / 5), seed: 1)
            .Corrupt(new UniformLabelNoise(1), seed: 0);
        var input = InputPipeline.Cifar10;
        using var network = model.Create(input.ShapeOf(data), data.ClassCount, seed: 0);
        using var bareNetwork = model.Create(input.ShapeOf(data), data.ClassCount, seed: 0);
        using var prepared = input.Prepare(data.Train);
        using var batch = prepared.Inputs.narrow(0, 0, BatchSize).clone(); // (128, 3, 28, 28)
        using var labels = prepared.Labels.narrow(0, 0, BatchSize).clone();
        using var bare = optim.SGD(bareNetwork.parameters(), 1e-4, 0.9);

        var options = model.Training with
        {
            Schedule = new ConstantRate(1e-4),
            Epochs = 1,
            StopWhen = [],
            EvaluateTestEvery = 0,
            EvaluateTrainingFrom = 1,
        };
        var evaluating = options with { EvaluateTestEvery = 1, EvaluateTrainingFrom = 0 };
        var fit = new double[Rounds + 1];
        var evaluation = new double[Rounds + 1];
        var round = 0;
        var seconds = Measure.InTurn(
            Rounds,
            () =>
            {
                bareNetwork.train();
                for (var i = 0; i < steps; i++)
                {
                    using var scope = NewDisposeScope();
                    bare.zero_grad();
                    using var loss = nn.functional.cross_entropy(bareNetwork.call(batch), labels);
                    loss.backward();
                    bare.step();
                }
            },
            () => fit[round] = images / new Trainer(options).Fit(network, data, input, 0).ImagesPerSecond!.Value,
            () =>
            {
                var history = new Trainer(evaluating).Fit(network, data, input, 0);
                evaluation[round++] = history.Seconds - images / history.ImagesPerSecond!.Value;
            }
        );

        var fitSeconds = fit[1..];
        var achieved = FloatingPointOperations.OfStep(network, input.ShapeOf(data)) * images / Measure.Median(fitSeconds);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {model.Name} | {images / Measure.Median(seconds[0]):F0} | {images / Measure.Median(fitSeconds):F0} | "
                    + $"{Measure.Ratio(seconds[0], fitSeconds):F2} | "
                    + $"{100 * Measure.Median(evaluation[1..]) / Measure.Median(fitSeconds):F0} % | {achieved / 1e9:F0} | "
                    + $"{achieved / productRate:F2} |"
            )
        );
    }
}
