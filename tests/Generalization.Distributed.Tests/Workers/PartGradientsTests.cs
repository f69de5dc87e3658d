using Generalization.Distributed;
using Generalization.Distributed.Work;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Workers;

public class PartGradientsTests
{
    [Fact]
    public void A_second_head_counts_by_the_options_weight()
    {
        Gradient(0)[^1].Should().Be(0, "the head's own parameters have no gradient then");
        var (whole, half) = (Gradient(1)[^1], Gradient(0.5)[^1]);
        whole.Should().NotBe(0);
        half.Should().BeApproximately(whole / 2, 1e-6f);
    }

    private static float[] Gradient(double weight)
    {
        var options = new TrainingOptions(new ConstantRate(0.1))
        {
            BatchSize = 8,
            Epochs = 1,
            AuxiliaryWeight = weight,
        };
        var training = new DistributedTraining(
            new NetworkRecipe("two heads", (shape, outputs, _) => new TwoHeads(shape.Size, outputs), options),
            Trainings.Images(16),
            new InputPipeline(new PerImageStandardization()),
            seed: 1,
            new DistributedOptions()
        );
        using var gradients = training.CreateGradients();
        var gradient = new float[training.Layout.Length];
        gradients.Compute(training.Plan.Part(0), training.Initial, gradient);
        return gradient;
    }
}
