using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Distributed;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Randomness;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using TorchSharp;
using static TorchSharp.torch;

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
        bool randomLabels = false,
        bool batchNorm = false
    ) =>
        new(
            new NetworkRecipe(
                "perceptron",
                (shape, outputs, seed) =>
                    batchNorm ? Normalized(shape.Size, width, outputs) : MultilayerPerceptron.Create(shape, outputs, seed, [width]),
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

    private static nn.Module<Tensor, Tensor> Normalized(int inputs, int width, int outputs)
    {
        var network = nn.Sequential(
            ("flatten", nn.Flatten()),
            ("linear1", nn.Linear(inputs, width)),
            ("norm", nn.BatchNorm1d(width)),
            ("relu", nn.ReLU()),
            ("linear2", nn.Linear(width, outputs))
        );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (parameter, index) in network.parameters().Where(p => p.dim() == 2).Select((p, i) => (p, i)))
        {
            var values = new float[parameter.numel()];
            new RandomKey(1, RandomPurpose.Custom).Stream(index).FillGaussian(values);
            parameter.copy_(tensor(values, parameter.shape) * 0.05);
        }

        foreach (var parameter in network.parameters().Where(p => p.dim() == 1))
            parameter.fill_(0.5);
        return network;
    }
}
