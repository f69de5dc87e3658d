using CsCheck;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Kernels.Features;
using Generalization.Randomness;
using Generalization.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static Generalization.Tests.Kernels.Features.GaborFeaturesTests;

namespace Generalization.Tests.Kernels.Features;

[NoTensorLeaks]
public class RandomConvolutionTests
{
    private static readonly ImageShape Small = new(2, 8, 7);
    private static readonly Dataset Images = new SyntheticImages(Small, 3).Create(30, 1, seed: 5).Train;
    private static readonly RandomConvolutionOptions Few = new()
    {
        Filters = 7,
        FiltersPerBlock = 3,
        PatchSize = 3,
        PatchSamples = 5000,
    };

    public static TheoryData<RandomConvolutionOptions> Variants =>
        [
            Few,
            Few with
            {
                PatchSize = 2,
                Pooling = 2,
                Threshold = 0.1,
            },
            Few with
            {
                Threshold = 0,
                Pooling = 3,
            },
            Few with
            {
                NormalizationOffset = 500,
                WhiteningEpsilon = 0.01,
                PatchSize = 4,
                Threshold = 1,
            },
            Few with
            {
                PatchSize = 1,
                Pooling = 1,
                PatchSamples = 10,
            },
            Few with
            {
                PatchSize = 7,
                Pooling = 1,
                FiltersPerBlock = 100,
            },
        ];

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void Is_what_slow_loops_say(RandomConvolutionOptions options)
    {
        var map = RandomConvolution.Fit(Images, options, seed: 9);
        var slow = new Slow(Images, options, seed: 9);
        var some = Images.Select([3, 29, 11]);
        (map.Whitening() - slow.Whitening).L2Norm().Should().BeLessThan(1e-9);
        (map.Filters() - slow.Filters).L2Norm().Should().BeLessThan(1e-9);
        for (var block = 0; block < map.BlockCount; block++)
        {
            var filters = Enumerable.Range(0, options.Filters).Where(f => f / options.FiltersPerBlock == block).ToArray();
            var expected = Enumerable.Range(0, some.Count).SelectMany(i => filters.SelectMany(f => slow.Features(some, i, f))).ToArray();
            var actual = Rows(map, block, some);
            using var byOperators = map.Block(block, some, null, fused: false, default);
            var other = byOperators.data<float>().ToArray();
            actual.Should().HaveSameCount(expected).And.HaveSameCount(other);
            for (var i = 0; i < expected.Length; i++)
            {
                ((double)actual[i]).Should().BeApproximately(expected[i], 1e-5, $"block {block}, value {i}");
                ((double)other[i]).Should().BeApproximately(expected[i], 1e-5, $"block {block}, value {i} by operators");
            }
        }
    }

    [Fact]
    public void Whitened_patches_have_the_identity_as_covariance_but_for_the_constant()
    {
        var map = RandomConvolution.Fit(Images, Few with { WhiteningEpsilon = 1e-9, NormalizationOffset = 1e-3 }, seed: 9);
        var patches = new Slow(Images, Few with { NormalizationOffset = 1e-3 }, seed: 9)
            .Samples.Select(p => map.Whitening() * (p - map.PatchMean()))
            .ToArray();
        var covariance = Matrix<double>.Build.Dense(18, 18);
        foreach (var patch in patches)
            covariance += patch.OuterProduct(patch) / patches.Length;
        // Brightness is taken out of a patch, and unit variance leaves a sphere: all directions but the constant one.
        var expected = Matrix<double>.Build.DenseIdentity(18) - Matrix<double>.Build.Dense(18, 18, 1.0 / 18);
        (covariance - expected).ToColumnMajorArray().Max(Math.Abs).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void Filter_i_does_not_depend_on_how_many_there_are()
    {
        var ten = RandomConvolution.Fit(Images, Few with { Filters = 10, FiltersPerBlock = 10 }, seed: 1);
        var twenty = RandomConvolution.Fit(Images, Few with { Filters = 20, FiltersPerBlock = 20 }, seed: 1);
        twenty.Filters().SubMatrix(0, 10, 0, 18).Should().Be(ten.Filters());
        for (var i = 0; i < 20; i++)
            twenty.Filters().Row(i).L2Norm().Should().BeApproximately(1, 1e-12);
        var (few, many) = (Rows(ten, 0, Images), Rows(twenty, 0, Images));
        for (var i = 0; i < Images.Count; i++)
        for (var j = 0; j < 80; j++)
            many[i * 160 + j].Should().BeApproximately(few[i * 80 + j], 1e-6f);
        RandomConvolution.Fit(Images, Few with { Filters = 10 }, seed: 2).Filters().Should().NotBe(ten.Filters());
    }

    [Fact]
    public void Blocks_have_the_widths_that_add_up() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[1, 3])
            .Sample(
                (filters, each, pooling) =>
                {
                    var map = RandomConvolution.Fit(
                        Images,
                        Few with
                        {
                            Filters = filters,
                            FiltersPerBlock = each,
                            Pooling = pooling,
                            PatchSamples = 20,
                        },
                        0
                    );
                    var widths = Enumerable.Range(0, map.BlockCount).Select(b => Rows(map, b, Images).Length / Images.Count).ToArray();
                    widths[..^1].Should().AllBeEquivalentTo(each * 2 * pooling * pooling);
                    widths.Sum().Should().Be(map.Dimension).And.Be(filters * 2 * pooling * pooling);
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void An_images_features_do_not_depend_on_those_beside_it()
    {
        var images = new SyntheticImages(new ImageShape(3, 32, 32), 3).Create(21, 1, seed: 5).Train;
        var map = RandomConvolution.Fit(images, new RandomConvolutionOptions { Filters = 60, PatchSamples = 500 }, seed: 0);
        var all = Rows(map, 0, images);
        Rows(map, 0, images.Select([20])).Should().Equal(all[(20 * 480)..], Agree);
        Rows(map, 0, images.Select([13, 3])).Should().Equal([.. all[(13 * 480)..(14 * 480)], .. all[(3 * 480)..(4 * 480)]], Agree);

        static bool Agree(float a, float b) => Math.Abs(a - b) < 1e-5 * (1 + Math.Abs(b));
    }

    [Fact]
    public void Features_are_of_order_one()
    {
        var images = FashionMnistMini.Load().Train.Take(200);
        var features = Rows(
            RandomConvolution.Fit(images, new RandomConvolutionOptions { Filters = 40, PatchSamples = 5000 }, 0),
            0,
            images
        );
        Math.Sqrt(features.Average(v => (double)v * v)).Should().BeInRange(0.1, 3);
        features.Should().OnlyContain(v => v >= 0);
    }

    [Fact]
    public void Constant_patches_are_drawn_again_and_images_of_one_colour_refused()
    {
        var pixels = new byte[2 * 64];
        pixels[100] = 255;
        var dot = Dataset.FromPixels("dot", DatasetSplit.Train, new ImageShape(1, 8, 8), pixels, [0, 1], ["a", "b"]);
        var filters = RandomConvolution.Fit(dot, Few with { PatchSamples = 100 }, 0).Filters();
        filters.ToColumnMajorArray().Should().OnlyContain(v => double.IsFinite(v));
        pixels[100] = 0;
        var blank = Dataset.FromPixels("blank", DatasetSplit.Train, new ImageShape(1, 8, 8), pixels, [0, 1], ["a", "b"]);
        Fails<ArgumentException>(
            () => RandomConvolution.Fit(blank, Few, 0),
            "A filter needs a patch whose pixels differ, but 1000 drawn from blank were constant; use other images or a larger PatchSize.*"
        );
    }

    [Fact]
    public void Says_what_it_cannot_take()
    {
        var map = RandomConvolution.Fit(Images, Few, 0);
        var other = new SyntheticImages(new ImageShape(1, 8, 7), 2).Create(2, 1, 0).Train;
        Fails<ArgumentException>(
            () => map.Block(0, other),
            "The random-conv map takes images of 2×8×7, but synthetic has 1×8×7; make a map for that shape.*"
        );
        Fails<ArgumentOutOfRangeException>(() => map.Block(3, Images), "Block must lie in [0, 2], but was 3.*");
        Fails<ArgumentException>(
            () => RandomConvolution.Fit(Images, Few with { PatchSize = 8 }, 0),
            "Patches of 8 × 8 must fit into the images, but these are 2×8×7; choose a smaller PatchSize.*"
        );
        Fails<ArgumentException>(
            () => RandomConvolution.Fit(Images, Few with { PatchSize = 6, Pooling = 3 }, 0),
            "A grid of 3 × 3 cells needs as many patches a column and a row, but images of 2×8×7 have 3 × 2 "
                + "of 6 × 6; choose a smaller Pooling.*"
        );
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Filters = 0 }, "Filters must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { PatchSize = 0 }, "PatchSize must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { PatchSamples = 0 }, "PatchSamples must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { NormalizationOffset = 0 },
            "NormalizationOffset must be positive and finite, but was 0.*"
        );
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { WhiteningEpsilon = double.PositiveInfinity },
            "WhiteningEpsilon must be positive and finite, but was Infinity.*"
        );
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { Threshold = -0.5 },
            "Threshold must be at least 0 and finite, but was -0.5.*"
        );
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Pooling = 0 }, "Pooling must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { FiltersPerBlock = 0 }, "FiltersPerBlock must be at least 1, but was 0.*");
    }

    [Fact]
    public void Can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        new Action(() => RandomConvolution.Fit(Images, Few, 0, cancelled)).Should().Throw<OperationCanceledException>();
        new Action(() => RandomConvolution.Fit(Images, Few, 0).Block(0, Images, token: cancelled))
            .Should()
            .Throw<OperationCanceledException>();
    }

    private sealed class Slow
    {
        private readonly RandomConvolutionOptions options;
        private readonly Vector<double> mean;

        public Slow(Dataset images, RandomConvolutionOptions options, ulong seed)
        {
            this.options = options;
            Samples =
            [
                .. Enumerable
                    .Range(0, options.PatchSamples)
                    .Select(i =>
                    {
                        var random = new RandomKey(seed, RandomPurpose.FilterWhiteningSample).Stream(i);
                        return Drawn(images, ref random);
                    }),
            ];
            mean = Samples.Aggregate((a, b) => a + b) / Samples.Length;
            var covariance = Samples.Select(p => (p - mean).OuterProduct(p - mean)).Aggregate((a, b) => a + b) / Samples.Length;
            var evd = covariance.Evd(Symmetricity.Symmetric);
            Whitening =
                evd.EigenVectors
                * Matrix<double>.Build.DenseOfDiagonalVector(evd.EigenValues.Map(v => 1 / Math.Sqrt(v.Real + options.WhiteningEpsilon)))
                * evd.EigenVectors.Transpose();
            Filters = Matrix<double>.Build.DenseOfRowVectors(
                Enumerable
                    .Range(0, options.Filters)
                    .Select(i =>
                    {
                        var random = new RandomKey(seed, RandomPurpose.RandomFilters).Stream(i);
                        var patch = Drawn(images, ref random);
                        while (patch.ForAll(v => v == patch[0]))
                            patch = Drawn(images, ref random);
                        return (Whitening * (patch - mean)).Normalize(2);
                    })
            );
        }

        public Vector<double>[] Samples { get; }

        public Matrix<double> Whitening { get; }

        public Matrix<double> Filters { get; }

        // (side, cell row, cell column)
        public double[] Features(Dataset images, int image, int filter)
        {
            var (down, across, g) = (
                images.Shape.Height - options.PatchSize + 1,
                images.Shape.Width - options.PatchSize + 1,
                options.Pooling
            );
            var sums = new double[2 * g * g];
            for (var r = 0; r < g; r++)
            for (var s = 0; s < g; s++)
            for (var y = (int)Math.Ceiling((double)r * down / g); y < (int)Math.Ceiling((r + 1.0) * down / g); y++)
            for (var x = (int)Math.Ceiling((double)s * across / g); x < (int)Math.Ceiling((s + 1.0) * across / g); x++)
            {
                var z = Filters.Row(filter) * (Whitening * (Patch(images, image, y, x) - mean));
                sums[r * g + s] += Math.Max(0, z - options.Threshold);
                sums[g * g + r * g + s] += Math.Max(0, -z - options.Threshold);
            }

            return [.. sums.Select(v => v / (Math.Ceiling((double)down / g) * Math.Ceiling((double)across / g)))];
        }

        private Vector<double> Drawn(Dataset images, ref RandomStream random)
        {
            var image = random.NextInt32(images.Count);
            var top = random.NextInt32(images.Shape.Height - options.PatchSize + 1);
            return Patch(images, image, top, random.NextInt32(images.Shape.Width - options.PatchSize + 1));
        }

        private Vector<double> Patch(Dataset images, int image, int top, int left)
        {
            var pixels = ((UInt8Pixels)images.Pixels).Values;
            var values = new List<double>();
            for (var c = 0; c < images.Shape.Channels; c++)
            for (var y = top; y < top + options.PatchSize; y++)
            for (var x = left; x < left + options.PatchSize; x++)
                values.Add(pixels[((image * images.Shape.Channels + c) * images.Shape.Height + y) * images.Shape.Width + x]);
            var average = values.Average();
            var variance = values.Average(v => (v - average) * (v - average));
            return Vector<double>.Build.DenseOfEnumerable(
                values.Select(v => (v - average) / Math.Sqrt(variance + options.NormalizationOffset))
            );
        }
    }
}
