using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Tests.Support;

namespace Generalization.Tests.Corruption;

public class PixelCorruptionTests
{
    private static readonly ImageShape Shape = new(3, 4, 5);
    private static readonly TrainTestData Data = new SyntheticImages(Shape, 4).Create(300, 100, seed: 1);

    private static ReadOnlySpan<byte> Image(Dataset data, int i) => ((UInt8Pixels)data.Pixels).Values.Slice(i * Shape.Size, Shape.Size);

    [Fact]
    public void Shuffled_pixels_move_all_images_of_both_splits_by_one_permutation_channels_together()
    {
        var shuffled = Data.Corrupt(new ShuffledPixels(), seed: 4);
        var permutation = ((CorruptionStep)shuffled.Train.Lineage[^1]).Permutation!.Value.ToArray();
        permutation.Order().Should().Equal(Enumerable.Range(0, 20));
        foreach (var (before, after) in new[] { (Data.Train, shuffled.Train), (Data.Test, shuffled.Test) })
            for (var i = 0; i < before.Count; i++)
            for (var c = 0; c < 3; c++)
            for (var p = 0; p < 20; p++)
                Image(after, i)[c * 20 + p].Should().Be(Image(before, i)[c * 20 + permutation[p]]);
    }

    [Fact]
    public void Random_pixels_keep_each_images_colours_and_move_each_image_differently()
    {
        // Position p holds the colour (p, p + 20, p + 40) in every image, so that the result shows the permutation itself.
        var pixels = Enumerable.Range(0, 200 * 60).Select(i => (byte)(i % 60)).ToArray();
        var train = Dataset.FromPixels("ramp", DatasetSplit.Train, Shape, pixels, new long[200], ["a", "b"]);
        var test = Dataset.FromPixels("ramp", DatasetSplit.Test, Shape, pixels, new long[200], ["a", "b"]);
        var random = new TrainTestData(train, test).Corrupt(new RandomPixels(), seed: 4);
        ((CorruptionStep)random.Train.Lineage[^1])
            .Permutation.HasValue.Should()
            .BeFalse("there is not one permutation but one for each image");
        var seen = new HashSet<string>();
        var first = new int[20];
        foreach (var set in new[] { random.Train, random.Test })
            for (var i = 0; i < set.Count; i++)
            {
                var image = Image(set, i).ToArray();
                image[..20].Order().Should().Equal(Enumerable.Range(0, 20).Select(p => (byte)p));
                image[20..40].Should().Equal(image[..20].Select(p => (byte)(p + 20)));
                seen.Add(Convert.ToHexString(image)).Should().BeTrue("training and test images never share a draw");
                first[image[0]]++;
            }

        ChiSquare.PValue(first).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Gaussian_pixels_have_the_training_sets_mean_and_variance_in_each_channel()
    {
        var fitted = (GaussianPixels)new GaussianPixels().FitTo(Data.Train);
        for (var c = 0; c < 3; c++)
        {
            var values = Enumerable
                .Range(0, Data.Train.Count)
                .SelectMany(i => Image(Data.Train, i).Slice(c * 20, 20).ToArray())
                .Select(b => (double)b)
                .ToArray();
            fitted.Means[c].Should().BeApproximately(values.Average(), 1e-9);
            fitted
                .StandardDeviations[c]
                .Should()
                .BeApproximately(MathNet.Numerics.Statistics.Statistics.PopulationStandardDeviation(values), 1e-9);
        }

        var gaussian = fitted.Apply(Data.Train, seed: 8);
        var drawn = ((Float32Pixels)gaussian.Pixels).Values;
        for (var c = 0; c < 3; c++)
        {
            var counts = new int[20];
            for (var i = 0; i < gaussian.Count; i++)
                foreach (var x in drawn.Slice(i * 60 + c * 20, 20))
                    counts[
                        Math.Min(
                            19,
                            (int)(20 * MathNet.Numerics.Distributions.Normal.CDF(fitted.Means[c], fitted.StandardDeviations[c], x))
                        )
                    ]++;
            ChiSquare.PValue(counts).Should().BeGreaterThan(1e-4);
        }
    }

    [Theory]
    [InlineData(1e100, "1E+100")]
    [InlineData(1e200, "1E+200")]
    public void Gaussian_pixels_beyond_float32_are_refused(double value, string mean)
    {
        FluentActions
            .Invoking(() => new GaussianPixels().FitTo(Constant(value)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Pixels that become Gaussian must be in the range of float32, but channel 0 of constant has the mean {mean} and the "
                    + "standard deviation 0; scale the pixels.*"
            );
        FluentActions
            .Invoking(() => new GaussianPixels([value], [0]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Gaussian pixels must be in the range of float32, but channel 0 has the mean {mean} and the standard deviation 0; give "
                    + "smaller ones."
            );
    }

    [Fact]
    public void Large_pixels_become_gaussian_as_far_as_each_draw_is_in_float32()
    {
        ((GaussianPixels)new GaussianPixels().FitTo(Constant(-1e38))).Means.Should().Equal(-1e38);
        FluentActions.Invoking(() => new GaussianPixels([0], [1e38])).Should().Throw<ArgumentException>();
    }

    private static Dataset Constant(double value) =>
        Dataset.FromVectors(
            "constant",
            DatasetSplit.Train,
            new[,]
            {
                { value },
                { value },
            },
            [0L, 1],
            ["a", "b"]
        );

    public static TheoryData<DatasetCorruption> Kinds => [new ShuffledPixels(), new RandomPixels(), new GaussianPixels()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_subset_of_the_result_is_the_result_of_the_subset(DatasetCorruption kind)
    {
        var fitted = kind.FitTo(Data.Train);
        int[] positions = [77, 3, 299, 3];
        var subset = fitted.Apply(Data.Train.Select(positions), seed: 2);
        subset.ContentHash.ToString().Should().Be(fitted.Apply(Data.Train, seed: 2).Select(positions).ContentHash.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Labels_stay_and_another_seed_gives_other_pixels(DatasetCorruption kind)
    {
        var (a, b) = (Data.Corrupt(kind, seed: 1).Train, Data.Corrupt(kind, seed: 2).Train);
        a.Labels.SequenceEqual(Data.Train.Labels).Should().BeTrue();
        a.ContentHash.ToString().Should().NotBe(b.ContentHash.ToString()).And.NotBe(Data.Train.ContentHash.ToString());
    }

    [Fact]
    public void Gaussian_pixels_that_were_not_fitted_say_what_to_do() =>
        new Action(() => new GaussianPixels().Apply(Data.Test, 0))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage(
                "Gaussian pixels need the training set's mean and variance: call FitTo with the training set, "
                    + "or corrupt both splits together."
            );

    [Fact]
    public void A_cancelled_token_ends_the_work() =>
        new Action(() => Data.Corrupt(new RandomPixels(), 0, new CancellationToken(true))).Should().Throw<OperationCanceledException>();

    [Theory]
    [InlineData("random-pixels")]
    [InlineData("gaussian")]
    public async Task One_thread_and_many_give_the_same_bits(string name)
    {
        ContentHash Hash()
        {
            var corruption = PaperCorruptions.Named(name).FitTo(Data.Train);
            return corruption.Apply(Data.Train, seed: 7).ContentHash;
        }

        var many = Hash().ToString();
        // A scheduler of one thread runs every block of the parallel loop in turn.
        var one = Task.Factory.StartNew(
            () => Hash().ToString(),
            default,
            TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler
        );
        (await one).Should().Be(many);
    }
}
