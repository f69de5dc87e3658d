using Generalization.Corruption;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Data;

[NoTensorLeaks]
public class VectorsTests
{
    private static readonly string[] Classes = ["a", "b", "c"];
    private static readonly (double[,] Vectors, long[] Labels) Points = Draw(150);

    /// <summary>Three clouds in five dimensions.</summary>
    private static (double[,] Vectors, long[] Labels) Draw(int count)
    {
        var vectors = new double[count, 5];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            var random = new RandomKey(3, RandomPurpose.SyntheticPoints).Stream(i);
            labels[i] = i % 3;
            for (var j = 0; j < 5; j++)
                vectors[i, j] = random.NextDouble() - 0.5 + (j == labels[i] ? 2 : 0);
        }

        return (vectors, labels);
    }

    private static Dataset Set(DatasetSplit split) => Dataset.FromVectors("clouds", split, Points.Vectors, Points.Labels, Classes);

    [Fact]
    public void A_vector_is_an_image_of_one_row_kept_as_it_is()
    {
        var data = Set(DatasetSplit.Train);
        (data.Count, data.Shape, data.ClassCount, data.Pixels.Type, data.Pixels.Scale)
            .Should()
            .Be((150, new ImageShape(1, 1, 5), 3, PixelType.Float64, PixelScale.Raw));
        for (var i = 0; i < 150; i++)
            data.Pixels.ReadImage(i).Should().Equal(Enumerable.Range(0, 5).Select(j => Points.Vectors[i, j]));
        var floats = Dataset.FromVectors(
            "f",
            DatasetSplit.Train,
            new float[,]
            {
                { 0.5f, 3 },
                { 2, 1 },
            },
            [0, 1],
            ["a", "b"],
            [1, 1]
        );
        (floats.Pixels.Type, floats.Pixels.Scale, floats.TrueLabels[0], floats.ChangedCount)
            .Should()
            .Be((PixelType.Float32, PixelScale.Raw, 1, 1));
    }

    [Fact]
    public void Networks_take_raw_values_as_they_are_and_others_divided()
    {
        var vectors = new float[,]
        {
            { 0.5f, -3 },
            { 200, 1 },
        };
        float[] flat = [0.5f, -3, 200, 1];
        using var raw = new InputPipeline().Prepare(Dataset.FromVectors("v", DatasetSplit.Train, vectors, [0, 1], ["a", "b"]));
        using var divided = new InputPipeline().Prepare(
            Dataset.FromPixels("p", DatasetSplit.Train, new(1, 1, 2), flat, [0, 1], ["a", "b"])
        );
        raw.Inputs.data<float>().ToArray().Should().Equal(flat);
        divided.Inputs.data<float>().ToArray().Should().Equal(flat.Select(x => x / 255f));
    }

    [Fact]
    public void A_perceptron_learns_them_and_memorizes_their_random_labels()
    {
        var data = new TrainTestData(Set(DatasetSplit.Train), Set(DatasetSplit.Test));
        Fit(data).Test!.Accuracy.Should().Be(1);
        var noisy = data.Take(30, null).Corrupt(new UniformLabelNoise(1), seed: 4);
        noisy.Train.ChangedCount.Should().BeGreaterThan(10);
        var memorized = Fit(noisy);
        (memorized.Train!.Accuracy, memorized.CorruptedSubsetAccuracy).Should().Be((1, 1));

        Generalization.Training.History.TrainingHistory Fit(TrainTestData set)
        {
            using var network = MultilayerPerceptron.Create(new InputPipeline().ShapeOf(set), 3, seed: 1, 256);
            return new Trainer(new TrainingOptions(new ConstantRate(0.1)) { BatchSize = 10, Epochs = 1000 }).Fit(
                network,
                set,
                new InputPipeline(),
                seed: 1
            );
        }
    }

    [Fact]
    public void Shuffled_pixels_move_their_coordinates()
    {
        var shuffled = new ShuffledPixels().Apply(Set(DatasetSplit.Train), 2);
        var permutation = ((CorruptionStep)shuffled.Lineage[^1]).Permutation!.Value.ToArray();
        permutation.Should().HaveCount(5);
        shuffled.Pixels.ReadImage(8).Should().Equal(permutation.Select(j => Points.Vectors[8, j]));
    }

    [Fact]
    public void Real_targets_stay_with_their_examples()
    {
        var targets = new double[150, 2];
        for (var i = 0; i < 150; i++)
            (targets[i, 0], targets[i, 1]) = (i, -i);
        var data = Dataset.FromVectors("heights", DatasetSplit.Train, Points.Vectors, targets);
        (data.ClassCount, data.TargetCount, data.ChangedCount, data.Count).Should().Be((0, 2, 0, 150));
        data.Select([4, 140]).Targets.ToArray().Should().Equal(4, -4, 140, -140);
        data.Take(2).Targets.ToArray().Should().Equal(0, 0, 1, -1);
        var held = data.HoldOut(30, seed: 1);
        held.TargetCount.Should().Be(2);
        foreach (var part in new[] { held.Train, held.Test })
            for (var i = 0; i < part.Count; i++)
                part.Targets[2 * i].Should().Be(part.Indices[i]);
        data.WithTargets(new double[150, 1], "nothing").ContentHash.ToString().Should().NotBe(data.ContentHash.ToString());
        new ShuffledPixels().Apply(data, 1).Targets.SequenceEqual(data.Targets).Should().BeTrue();
        foreach (var ask in new Action[] { () => _ = data.Labels, () => _ = data.TrueLabels, () => data.WithLabels([0], "mine") })
            ask.Should()
                .Throw<InvalidOperationException>()
                .WithMessage("heights has real targets and no classes, so that it has no labels; use its Targets, or data with classes.");
        new Action(() => new TrainTestData(data, Dataset.FromVectors("h", DatasetSplit.Test, Points.Vectors, new double[150, 1])))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Training and test set must have the same number of real targets, but had 2 and 1.");
    }

    [Fact]
    public void Values_that_are_not_finite_and_rows_that_do_not_fit_are_refused()
    {
        new Action(() =>
            Dataset.FromVectors(
                "v",
                DatasetSplit.Train,
                new[,]
                {
                    { 1, 2 },
                    { 3, double.NaN },
                },
                [0, 1],
                ["a", "b"]
            )
        ).Should().Throw<ArgumentException>().WithMessage("Each coordinate must be finite, but that in row 1, column 1 was NaN.*");
        new Action(() =>
            Dataset.FromVectors(
                "v",
                DatasetSplit.Train,
                new double[2, 2],
                new[,]
                {
                    { 1 },
                    { double.PositiveInfinity },
                }
            )
        ).Should().Throw<ArgumentException>().WithMessage("Each target must be finite, but that in row 1, column 0 was Infinity.*");
        new Action(() => Dataset.FromVectors("v", DatasetSplit.Train, new double[2, 2], new double[3, 1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 2 rows of at least one target, but there were 3 of 1.*");
        new Action(() => Dataset.FromVectors("v", DatasetSplit.Train, new double[2, 2], [0, 1, 1], ["a", "b"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be 2 labels, one for each example, but there were 3.*");
        new Action(() => Dataset.FromVectors("v", DatasetSplit.Train, new double[0, 2], new double[0, 1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A data set needs at least one example, but v has none.*");
    }
}
