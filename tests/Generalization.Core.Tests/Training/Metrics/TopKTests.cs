using Generalization.Data;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Metrics;

[NoTensorLeaks]
public class TopKTests
{
    private const string Sentence =
        "The metric top-1 must have labels to compare with, but the data have real targets; leave it out, or write a metric of the "
        + "targets.*";

    private static Dataset Heights(DatasetSplit split) =>
        Dataset.FromVectors(
            "heights",
            split,
            new[,]
            {
                { 0.1, 0.4 },
                { 0.5, 0.2 },
                { 0.3, 0.9 },
            },
            new[,]
            {
                { 1.5 },
                { 2.5 },
                { 3.5 },
            }
        );

    private static TrainingHistory Fit(TrainingOptions options)
    {
        using var network = nn.Sequential(nn.Flatten(), nn.Linear(2, 1));
        return new Trainer(options with { Loss = new SquaredError(), Epochs = 2 }).Fit(
            network,
            new TrainTestData(Heights(DatasetSplit.Train), Heights(DatasetSplit.Test)),
            new InputPipeline(),
            0
        );
    }

    /// <summary>The labels of real targets are zeros, so that top-1 was 1.</summary>
    [Fact]
    public void Data_with_real_targets_are_refused_before_the_first_step()
    {
        var options = new TrainingOptions(new ConstantRate(0.01));
        FluentActions
            .Invoking(() => Fit(options with { Metrics = [new TopK(1)] }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(Sentence);
        Fit(options).BestTestAccuracy.Should().BeNull();
    }

    [Fact]
    public void A_batch_with_real_targets_is_refused()
    {
        using var outputs = zeros(2, 1);
        using var batch = new Batch(arange(2, ScalarType.Int64), new long[2], 1, zeros(2, 1), zeros(2, ScalarType.Int64), ones(2, 1));
        FluentActions.Invoking(() => new TopK(1).Sum(outputs, batch)).Should().Throw<ArgumentException>().WithMessage(Sentence);
    }
}
