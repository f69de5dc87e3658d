using System.Globalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Threading;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Tests.EnvironmentWorker;

/// <summary>A training whose every option has a fraction, which goes on wherever it was stopped.</summary>
internal static class Resumed
{
    public static string Train(string folder, int epochs)
    {
        var data = new SyntheticImages(new ImageShape(3, 6, 6), 4).Create(48, 16, seed: 1).Corrupt(new UniformLabelNoise(0.5), seed: 2);
        var input = new InputPipeline(new RandomFlip(), new PerImageStandardization());
        using var network = MultilayerPerceptron.Create(input.ShapeOf(data), data.ClassCount, 3, [12], 0.25);
        var options = new TrainingOptions(new Halving(0.0625, 1.5))
        {
            BatchSize = 16,
            Epochs = 4,
            Optimizer = new AdamW { WeightDecay = 0.015625 },
            Loss = new CrossEntropy(LabelSmoothing: 0.125),
            Metrics = [new TopK(2)],
            WeightAverage = new WeightAverage(0.9375),
            EvaluateTrainingFrom = 0.5,
            StopWhen = [new Patience(3)],
        };
        using var stop = new CancellationTokenSource();
        var heard = new SynchronousProgress<TrainingProgress>(at =>
        {
            if (at.Finished?.Epoch == epochs && epochs < options.Epochs)
                stop.Cancel();
        });
        try
        {
            var history = new Trainer(options).Fit(
                network,
                data,
                input,
                seed: 4,
                heard,
                stop.Token,
                checkpoints: new CheckpointOptions(folder) { Identity = (0.5).ToString(CultureInfo.InvariantCulture) }
            );
            return $"{TensorHash.Of(network.state_dict())} {history.Epochs.Length.ToString(CultureInfo.InvariantCulture)}";
        }
        catch (TrainingCanceledException)
        {
            return "stopped";
        }
    }

    // A caller's own schedule has no words but its values.
    private sealed record Halving(double Initial, double Slope) : LearningRateSchedule
    {
        public override double At(long step) => Initial / (1 + Slope * step);
    }
}
