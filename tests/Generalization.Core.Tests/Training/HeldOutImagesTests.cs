using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>An epoch is chosen on images held out of training, and each test image's class is kept.</summary>
[NoTensorLeaks]
public sealed class HeldOutImagesTests : IDisposable
{
    private static readonly TrainTestData Whole = new SyntheticImages(new ImageShape(1, 6, 6), 4)
        .Create(300, 100, seed: 1)
        .Corrupt(new UniformLabelNoise(0.4), seed: 2);
    private static readonly TrainTestData Data = Whole.WithValidation(60, seed: 3);
    private static readonly InputPipeline Input = new(new PerImageStandardization());
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static MultilayerPerceptron Network() => MultilayerPerceptron.Create(Input.ShapeOf(Data), Data.ClassCount, 0, 64);

    private static TrainingOptions Options(int epochs, int testEvery = 1) =>
        new(new ConstantRate(0.05))
        {
            BatchSize = 48,
            Epochs = epochs,
            EvaluateTestEvery = testEvery,
            StopWhen = [],
        };

    [Fact]
    public void Held_out_images_are_not_trained_on_and_keep_their_wrong_labels()
    {
        Data.Train.Indices.ToArray().Should().NotIntersectWith(Data.Validation!.Indices.ToArray());
        (Data.Train.Count, Data.Validation.Count, Data.Test).Should().Be((240, 60, Whole.Test));
        Data.Validation.ChangedCount.Should().BeInRange(8, 28, "p(1 − 1/k) is 0.3 of 60");
        Data.Take(100, 50).Validation.Should().BeSameAs(Data.Validation);
        Data.Corrupt(new GaussianPixels(), seed: 1).Validation!.Count.Should().Be(60);
        FluentActions
            .Invoking(() => new TrainTestData(Whole.Train, Whole.Test) { Validation = Whole.Test })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Validation images must be held out of a training set, but * is not; use HoldOut.*");
    }

    [Fact]
    public void The_epoch_is_chosen_by_them_and_the_test_accuracy_is_that_epochs()
    {
        using var network = Network();
        var history = new Trainer(Options(30, testEvery: 3)).Fit(network, Data, Input, 0);
        var seen = history.Epochs.Where(e => e.ValidationAccuracy is not null).ToArray();
        seen.Select(e => e.Epoch).Should().Equal(Enumerable.Range(1, 10).Select(i => 3 * i), "they are seen when the test set is");
        var best = seen.First(e => e.ValidationAccuracy == seen.Max(s => s.ValidationAccuracy));
        history.BestValidationEpoch.Should().Be(best);
        best.Epoch.Should().BeLessThan(30, "labels are noisy");
        history.BestTestAccuracy.Should().BeGreaterThanOrEqualTo(best.TestAccuracy!.Value);

        using var plain = Network();
        var without = new Trainer(Options(30, testEvery: 3)).Fit(plain, new TrainTestData(Data.Train, Data.Test), Input, 0);
        without.StepLosses.Should().Equal(history.StepLosses, "looking changes nothing");
        (without.BestValidationEpoch, without.Epochs[2].ValidationLoss).Should().Be((null, null));

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        using var held = Input.Prepare(Data.Validation!, CPU);
        var right = 0L;
        foreach (var batch in held.InOrder(1000))
            using (batch)
                right += network.call(batch.Inputs).argmax(1).eq(batch.Labels).sum().item<long>();
        history.Epochs[^1].ValidationAccuracy.Should().Be(right / 60.0);
    }

    [Fact]
    public void Each_test_images_class_is_kept_also_where_an_ended_training_is_taken_up()
    {
        using var network = Network();
        var kept = new CheckpointOptions(folder);
        var history = new Trainer(Options(3)).Fit(network, Data, Input, 0, checkpoints: kept);
        var labels = Data.Test.Labels.ToArray();
        history.TestPredictions.Zip(labels).Count(p => p.First == p.Second).Should().Be((int)Math.Round(100 * history.Test!.Accuracy));
        using var again = Network();
        var ended = new Trainer(Options(3)).Fit(again, Data, Input, 0, checkpoints: kept);
        ended.TestPredictions.Should().Equal(history.TestPredictions);
        ended.Epochs.Should().Equal(history.Epochs);
        using var alone = Network();
        new Trainer(Options(3)).Fit(alone, Data.Train, Input, 0).TestPredictions.Should().BeEmpty();
    }

    [Fact]
    public void A_checkpoint_of_other_held_out_images_is_another_training()
    {
        using var network = Network();
        new Trainer(Options(1)).Fit(network, Data, Input, 0, checkpoints: new CheckpointOptions(folder));
        var same = new Dataset[] { Data.Train, Data.Test };
        FluentActions
            .Invoking(() =>
                new Trainer(Options(2)).Fit(
                    network,
                    new TrainTestData(same[0], same[1]),
                    Input,
                    0,
                    checkpoints: new CheckpointOptions(folder)
                )
            )
            .Should()
            .Throw<CheckpointException>()
            .WithMessage("*validation data*");
    }
}
