using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Support;

internal static class FinishedRuns
{
    /// <summary>A training of a moment: 60 synthetic images, one hidden layer.</summary>
    public static TrainingResult Small(string corruption, int epochs, ulong seed = 0)
    {
        var data = Data(corruption, seed);
        var input = new InputPipeline(new PerImageStandardization());
        using var network = MultilayerPerceptron.Create(input.ShapeOf(data), data.ClassCount, seed, 64);
        var training = new TrainingOptions(new ConstantRate(0.05)) { BatchSize = 20, Epochs = epochs };
        var history = new Trainer(training).Fit(network, data, input, seed);
        return TrainingResult.Of(PaperCorruptions.Named(corruption), data, "small", history);
    }

    /// <summary>Its data, as trained on.</summary>
    public static TrainTestData Data(string corruption, ulong seed = 0) => Whole().Corrupt(PaperCorruptions.Named(corruption), seed);

    /// <summary>Its data before that.</summary>
    public static TrainTestData Whole() => new SyntheticImages(new ImageShape(3, 5, 6), 4).Create(60, 40, seed: 1);
}
