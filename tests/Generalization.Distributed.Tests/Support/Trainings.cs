using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Distributed;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Tests.Support;

/// <summary>Small trainings by many workers.</summary>
internal static class Trainings
{
    public static TrainTestData Images(int train, int test = 100) => KnownDatasets.Load("fashion-mnist-mini", null).Take(train, test);

    public static DistributedTraining Perceptron(
        DistributedOptions options,
        int examples = 240,
        int batchSize = 8,
        int epochs = 2,
        Optimizer? optimizer = null,
        double rate = 0.05,
        int width = 24,
        bool randomLabels = false
    ) =>
        new(
            new NetworkRecipe(
                "perceptron",
                (shape, outputs, seed) => MultilayerPerceptron.Create(shape, outputs, seed, [width]),
                new TrainingOptions(new ConstantRate(rate))
                {
                    BatchSize = batchSize,
                    Epochs = epochs,
                    Optimizer =
                        optimizer
                        ?? new Sgd
                        {
                            Momentum = 0.9,
                            WeightDecay = 1e-3,
                            WeightDecayOn = DecayedParameters.Weights,
                        },
                    StopWhen = [new Fitted()],
                }
            ),
            randomLabels ? Images(examples).Corrupt(new UniformLabelNoise(1), 1) : Images(examples),
            new InputPipeline(new PerImageStandardization()),
            seed: 5,
            options
        );
}
