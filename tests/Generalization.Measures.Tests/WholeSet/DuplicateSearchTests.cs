using CsCheck;
using Generalization.Data;
using Generalization.Data.Cifar;
using Generalization.Data.Idx;
using Generalization.Learning;
using Generalization.Measures;
using Generalization.Measures.WholeSet;
using Generalization.Randomness;
using Generalization.Tests.Support;
using Generalization.Threading;

namespace Generalization.Tests.Measures.WholeSet;

public class DuplicateSearchTests
{
    private static readonly ImageShape Shape = new(2, 12, 10);

    [Fact]
    [NoTensorLeaks]
    public void Copies_are_found_inside_sets_and_across_them()
    {
        var images = Images(20, 1);
        // Test image 1 is training image 3; training images 5 and 9 are the same with two labels.
        var train = Set(DatasetSplit.Train, [.. images[..12], images[5]], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
        var test = Set(DatasetSplit.Test, [images[12], images[3], images[13]], [0, 1, 1]);
        var found = DuplicateSearch.Of(new TrainTestData(train, test));
        found.Exact.Should().HaveCount(2);
        found.Exact[0].Members.Should().Equal(new(DatasetSplit.Train, 3, 1), new SetExample(DatasetSplit.Test, 1, 1));
        (found.Exact[0].AcrossSplit, found.Exact[0].LabelsConflict).Should().Be((true, false));
        found.Exact[1].Members.Should().Equal(new(DatasetSplit.Train, 5, 1), new SetExample(DatasetSplit.Train, 12, 0));
        (found.Exact[1].AcrossSplit, found.Exact[1].LabelsConflict).Should().Be((false, true));
        found.ExactConflicts.Should().ContainSingle();
        found.Near.Should().BeEmpty();
        found.TestExactlyInTrain.Should().Be(Estimate.OfShare(1, 3));
        found.TestNearlyInTrain.Should().Be(Estimate.OfShare(1, 3));
        found
            .Rule.Should()
            .Be(
                "Exact duplicates have the same bytes; near duplicates have pixels that correlate by at least "
                    + "0.98, and edges that correlate by "
                    + "at least 0.6."
            );
    }

    [Fact]
    public void Near_copies_are_found_whatever_their_brightness_and_contrast()
    {
        var images = Images(10, 2);
        byte[] darker = [.. images[4].Select((p, i) => (byte)(p / 2 + 20 + i % 2))];
        var found = DuplicateSearch.Of(
            new TrainTestData(Set(DatasetSplit.Train, images[..9], new long[9]), Set(DatasetSplit.Test, [darker, images[9]], [1, 0]))
        );
        found.Exact.Should().BeEmpty();
        var pair = found.Near.Should().ContainSingle().Subject;
        (pair.First, pair.Second).Should().Be((new(DatasetSplit.Train, 4, 0), new SetExample(DatasetSplit.Test, 0, 1)));
        pair.Correlation.Should().BeInRange(0.99, 1);
        (pair.AcrossSplit, pair.LabelsConflict).Should().Be((true, true));
        (found.NearCount, found.NearAcrossCount, found.NearConflictCount).Should().Be((1, 1, 1));
        found.TestNearlyInTrain.Should().Be(Estimate.OfShare(1, 2));
        found.TestExactlyInTrain.Should().Be(Estimate.OfShare(0, 2));
    }

    /// <summary>The same as looking at each pair's pixels, small images and edges, at any threshold.</summary>
    [Fact]
    public void It_is_what_each_pair_by_itself_says() =>
        Gen.Select(Gen.Int[2, 40], Gen.Double[0.9, 0.999], Gen.ULong)
            .Sample(
                (n, least, seed) =>
                {
                    var images = Images(n, seed);
                    var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(n);
                    for (var i = n / 2; i < n; i++)
                    {
                        var (from, noise) = (images[stream.NextInt32(n / 2)], 1 + stream.NextInt32(60));
                        images[i] = [.. from.Select(p => (byte)Math.Clamp(p + stream.NextInt32(2 * noise + 1) - noise, 0, 255))];
                    }

                    var found = DuplicateSearch.Of(
                        Set(DatasetSplit.Train, images, new long[n]),
                        new DuplicateOptions { LeastCorrelation = least }
                    );
                    var pairs = new List<(int, int)>();
                    for (var i = 0; i < n; i++)
                    for (var j = i + 1; j < n; j++)
                        if (
                            Correlation(images[i], images[j]) >= least
                            && Correlation(Cells(images[i]), Cells(images[j])) >= least - 0.02
                            && Edges(images[i], images[j]) >= 0.6
                            && !images[i].SequenceEqual(images[j])
                        )
                            pairs.Add((i, j));
                    found.Near.Select(p => (p.First.Position, p.Second.Position)).Should().BeEquivalentTo(pairs);
                    found.Near.Select(p => p.Correlation).Should().BeInDescendingOrder();
                },
                iter: 30
            );

    [Fact]
    public void Only_the_most_alike_pairs_are_kept_and_all_are_counted()
    {
        var image = Images(1, 3)[0];
        byte[][] alike =
        [
            .. Enumerable.Range(0, 60).Select(i => (byte[])[.. image.Select((p, x) => (byte)(x == i ? p ^ (1 + i % 7) : p))]),
        ];
        var found = DuplicateSearch.Of(Set(DatasetSplit.Train, alike, new long[60]), new DuplicateOptions { MostPairs = 5 });
        found.NearCount.Should().Be(60 * 59 / 2);
        var all = DuplicateSearch.Of(Set(DatasetSplit.Train, alike, new long[60]));
        found.Near.Should().Equal(all.Near.Take(5));
    }

    [Fact]
    public void Images_of_one_colour_are_no_near_duplicates()
    {
        byte[][] flat = [.. new byte[] { 10, 20, 20 }.Select(p => Enumerable.Repeat(p, Shape.Size).ToArray())];
        var found = DuplicateSearch.Of(Set(DatasetSplit.Test, flat, new long[3]));
        found.Near.Should().BeEmpty();
        found.Exact.Single().Members.Select(m => (m.Split, m.Position)).Should().Equal((DatasetSplit.Test, 1), (DatasetSplit.Test, 2));
        found.TestExactlyInTrain.Should().BeNull();
    }

    [Fact]
    public void Vectors_have_exact_duplicates_alone()
    {
        var rows = new double[3, 40];
        for (var j = 0; j < 40; j++)
            (rows[0, j], rows[1, j], rows[2, j]) = (j, j + 1e-6, j);
        var found = DuplicateSearch.Of(Dataset.FromVectors("v", DatasetSplit.Train, rows, [0, 1, 0], ["a", "b"]));
        found.Exact.Single().Members.Select(m => m.Position).Should().Equal(0, 2);
        found.Near.Should().BeEmpty();
        found.TestNearlyInTrain.Should().BeNull();
        found.Rule.Should().Be("Exact duplicates have the same bytes; near duplicates were not looked for.");
    }

    [Fact]
    public void Sets_of_two_types_and_streamed_ones_are_compared()
    {
        var images = Images(6, 4);
        var train = StreamedPixels.Of(Set(DatasetSplit.Train, images[..5], new long[5]));
        var test = Dataset.FromPixels(
            "images",
            DatasetSplit.Test,
            Shape,
            images[2].Concat(images[5]).Select(p => (float)p).ToArray(),
            [0, 0],
            ["a", "b"],
            PixelScale.Bytes
        );
        var found = DuplicateSearch.Of(new TrainTestData(train, test));
        found.Exact.Single().Members.Select(m => (m.Split, m.Position)).Should().Equal((DatasetSplit.Train, 2), (DatasetSplit.Test, 0));
        found.Near.Should().BeEmpty();
    }

    [Fact]
    public void It_says_how_far_it_is_and_stops_when_asked()
    {
        var data = Set(DatasetSplit.Train, Images(9, 5), new long[9]);
        List<LearningProgress> heard = [];
        DuplicateSearch.Of(data, progress: new SynchronousProgress<LearningProgress>(heard.Add));
        heard.Should().Equal(new("hashes", 0, 9), new("small images", 0, 9), new LearningProgress("pairs", 1, 1));
        new Action(() => DuplicateSearch.Of(data, token: new CancellationToken(true))).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        new Action(() => _ = new DuplicateOptions { LeastCorrelation = 1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("LeastCorrelation must lie in (0, 1), but was 1.*");
        new Action(() => _ = new DuplicateOptions { MostPairs = -1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("MostPairs must be at least 0, but was -1.*");
    }

    /// <summary>Measured: no two of MNIST's 70,000 images are the same; 622 pairs are nearly, all of them ones.</summary>
    [FullDataFact("mnist")]
    public void Mnists_near_duplicates_are_ones()
    {
        var found = DuplicateSearch.Of(Mnist.Load(FullDataFactAttribute.Root));
        found.Exact.Should().BeEmpty();
        found.NearCount.Should().Be(622);
        found.Near.Should().OnlyContain(p => p.First.Label == 1 && p.Second.Label == 1);
    }

    /// <summary>Of 80 pairs looked at, almost all are copies, cut or coloured a little otherwise.</summary>
    [FullDataFact("cifar-10-batches-bin")]
    public void Cifar10_has_test_images_in_its_training_set()
    {
        var found = DuplicateSearch.Of(Cifar10.Load(FullDataFactAttribute.Root), DuplicateOptions.Photographs);
        found.NearCount.Should().BeInRange(681, 685);
        found.TestNearlyInTrain!.Value.Should().BeApproximately(0.0162, 0.0002);
        found.NearConflictCount.Should().Be(2);
    }

    private static byte[][] Images(int count, ulong seed) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(i, 1);
                    return Enumerable.Range(0, Shape.Size).Select(_ => (byte)stream.NextInt32(256)).ToArray();
                }),
        ];

    private static Dataset Set(DatasetSplit split, byte[][] images, long[] labels) =>
        Dataset.FromPixels("images", split, Shape, images.SelectMany(i => i).ToArray(), labels, ["a", "b"]);

    // The means of 8 × 8 cells; 12 rows and 10 columns make cells of one or two of them.
    private static double[] Cells(byte[] image)
    {
        var cells = new List<double>();
        for (var c = 0; c < Shape.Channels; c++)
        for (var r = 0; r < 8; r++)
        for (var s = 0; s < 8; s++)
            cells.Add(
                (
                    from y in Enumerable.Range(0, Shape.Height)
                    from x in Enumerable.Range(0, Shape.Width)
                    where y >= r * Shape.Height / 8 && y < (r + 1) * Shape.Height / 8
                    where x >= s * Shape.Width / 8 && x < (s + 1) * Shape.Width / 8
                    select (double)image[(c * Shape.Height + y) * Shape.Width + x]
                ).Average()
            );
        return [.. cells];
    }

    private static double Correlation(byte[] a, byte[] b) => Correlation([.. a.Select(p => (double)p)], [.. b.Select(p => (double)p)]);

    private static double Correlation(double[] a, double[] b)
    {
        var (ma, mb) = (a.Average(), b.Average());
        return Cosine([.. a.Select(p => p - ma)], [.. b.Select(p => p - mb)]);
    }

    private static double Edges(byte[] a, byte[] b) => Cosine(Differences(a), Differences(b));

    private static double[] Differences(byte[] image)
    {
        var differences = new List<double>();
        for (var c = 0; c < Shape.Channels; c++)
        for (var y = 0; y < Shape.Height; y++)
        for (var x = 0; x < Shape.Width; x++)
        {
            int At(int row, int column) => image[(c * Shape.Height + row) * Shape.Width + column];
            if (x > 0)
                differences.Add(At(y, x) - At(y, x - 1));
            if (y > 0)
                differences.Add(At(y, x) - At(y - 1, x));
        }

        return [.. differences];
    }

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, (p, q) => p * q).Sum() / Math.Sqrt(a.Sum(p => p * p) * b.Sum(q => q * q));
}
