using Generalization.Data;
using Generalization.Models;
using Generalization.Models.ImageNet;
using Generalization.Torch;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Tests.Models.ImageNet;

public sealed class InceptionV3RecipesTests
{
    [Fact]
    public void The_two_published_trainings_are_as_published()
    {
        var (distributed, slim) = (InceptionV3.DistributedTraining, InceptionV3.SlimTraining);
        foreach (var training in new[] { distributed, slim })
        {
            training
                .Optimizer.Should()
                .Be(
                    new RmsProp
                    {
                        Decay = 0.9,
                        Momentum = 0.9,
                        Epsilon = 1,
                        WeightDecay = 4e-5,
                        WeightDecayOn = DecayedParameters.Weights,
                    }
                );
            training.BatchSize.Should().Be(32);
            training.AuxiliaryWeight.Should().Be(0.4);
            training.Layout.Should().Be(MemoryLayout.ChannelsLast);
            training.Metrics.Select(m => m.Name).Should().Equal("top-5");
        }

        // An epoch of 1,281,167 images has 40,037 steps.
        distributed.Schedule.Should().Be(new ExponentialDecay(0.045, 0.94, 80_074));
        slim.Schedule.Should().Be(new ExponentialDecay(0.01, 0.94, 80_074));
        distributed.Loss.Should().Be(new CrossEntropy(0.1));
        slim.Loss.Should().Be(new CrossEntropy());
        distributed.WeightAverage.Should().Be(new WeightAverage(0.9999, Rising: true));
        slim.WeightAverage.Should().BeNull();
    }

    [Fact]
    public void By_name_it_counts_its_parameters_and_forecasts_its_memory()
    {
        var model = PaperModels.Named("inception-v3");
        model.Should().BeSameAs(PaperModels.ImageNet);
        model.BatchNorm.Should().BeTrue();
        model.ParameterCount(new ImageShape(3, 299, 299), 1000).Should().Be(27_143_152);
        model.ParameterCount(new ImageShape(3, 75, 75), 1000).Should().Be(23_817_352);
        // 64 channels at 147×147 before and after their normalization alone are 11 MB.
        model.ActivationBytes(new ImageShape(3, 299, 299)).Should().BeInRange(11_000_000, 40_000_000);
        using var network = model.Create(new ImageShape(3, 75, 75), 3, 0, dropout: 0.2);
        network.parameters().Sum(p => p.numel()).Should().Be(model.ParameterCount(new ImageShape(3, 75, 75), 3));
        network.named_modules().Should().Contain(m => m.name == "dropout");
    }
}
