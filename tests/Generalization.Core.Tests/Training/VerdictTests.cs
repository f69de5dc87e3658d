using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Training;

/// <summary>The verdict on ordinary data, which need not be balanced or hard.</summary>
[NoTensorLeaks]
public class VerdictTests
{
    private static TrainingHistory Fit(TrainTestData data, int epochs)
    {
        var input = new InputPipeline(new PerImageStandardization());
        using var network = MultilayerPerceptron.Create(input.ShapeOf(data), data.ClassCount, seed: 0, 128);
        return new Trainer(
            new(new ConstantRate(0.05))
            {
                BatchSize = 50,
                Epochs = epochs,
                StopWhen = [new Fitted()],
            }
        ).Fit(network, data, input, seed: 0);
    }

    [Fact]
    public void Noise_with_a_large_class_is_memorized_and_not_learned()
    {
        var history = Fit(new(Noise(DatasetSplit.Train, 400), Noise(DatasetSplit.Test, 400)), epochs: 200);
        history.Train!.Accuracy.Should().Be(1);
        history.Test!.Accuracy.Should().BeGreaterThan(0.7, "guessing one of two classes would give half");
        history.Fit!.Test!.LargestClass.Should().Be(0.9);
        history.Verdict.Should().StartWith("memorized: ").And.EndWith("where the largest class alone gives 90.0 %");

        static Dataset Noise(DatasetSplit split, int count)
        {
            var random = new Random(split == DatasetSplit.Train ? 1 : 2);
            var pixels = new byte[count * 36];
            random.NextBytes(pixels);
            var labels = Enumerable.Range(0, count).Select(i => i % 10 == 0 ? 1L : 0L).ToArray();
            return Dataset.FromPixels("noise", split, new ImageShape(1, 6, 6), pixels, labels, ["often", "seldom"]);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Random_labels_of_easy_classes_are_never_called_learned(ulong seed)
    {
        var data = new SyntheticImages(new ImageShape(1, 6, 6), 3).Create(60, 90, seed: 1).Corrupt(new UniformLabelNoise(1), seed);
        Fit(data, epochs: 3).Fit!.Learned.Should().Be(Finding.No);
    }

    [Fact]
    public void A_training_that_fits_no_wrong_label_has_memorized_nothing()
    {
        var data = new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(800, 200, seed: 1).Corrupt(new UniformLabelNoise(0.01), seed: 2);
        var history = Fit(data, epochs: 2);
        history.CorruptedSubsetAccuracy.Should().Be(0);
        history.Train!.Accuracy.Should().BeGreaterThan(0.98);
        history.Fit!.Memorized.Should().Be(Memorized.None);
        history.Verdict.Should().StartWith("learned, not memorized: ").And.Contain(" 0.0 % of the ");
    }

    [Fact]
    public void Labels_that_people_gave_anew_can_be_learned()
    {
        var data = new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(400, 200, seed: 1);
        var given = data.Train.Labels.ToArray().Select((label, i) => i % 5 == 0 ? (label + 1) % 4 : label);
        var history = Fit(data.Corrupt(new AssignedLabels(given), seed: 0), epochs: 4);
        history.Labels!.AllRandom.Should().BeFalse();
        history.Fit!.Learned.Should().Be(Finding.Yes);
        LabelFacts.Of(data.Corrupt(new UniformLabelNoise(1), seed: 0).Train)!.AllRandom.Should().BeTrue();
    }
}
