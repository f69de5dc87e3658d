using CsCheck;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Kernels.Features;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Kernels.Features;

[NoTensorLeaks]
public class GaborFeaturesTests
{
    private static readonly ImageShape Small = new(2, 9, 8);
    private static readonly GaborOptions Few = new()
    {
        Orientations = 3,
        Scales = 2,
        Grid = 3,
        ShortestWavelength = 3.1,
    };

    public static TheoryData<GaborOptions> Variants =>
        [
            Few,
            Few with
            {
                Rectification = GaborRectification.TwoSided,
            },
            Few with
            {
                SquareRoot = false,
                Normalization = GaborNormalization.None,
            },
            Few with
            {
                Normalization = GaborNormalization.Image,
                AspectRatio = 0.6,
            },
            Few with
            {
                Bandwidth = 0.3,
                PoolingWidth = 1.5,
                WavelengthRatio = 1.7,
                AspectRatio = 2,
                Orientations = 1,
            },
            Few with
            {
                PoolingWidth = 1e-3,
                SquareRoot = false,
                Normalization = GaborNormalization.None,
            },
        ];

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void Are_what_slow_loops_say(GaborOptions options)
    {
        var images = new SyntheticImages(Small, 3).Create(4, 1, seed: 5).Train;
        var map = GaborFeatures.Create(Small, options);
        for (var block = 0; block < map.BlockCount; block++)
        {
            var expected = Enumerable.Range(0, images.Count).SelectMany(i => Slow(images, i, options, block)).ToArray();
            var actual = Rows(map, block, images);
            actual.Should().HaveSameCount(expected);
            for (var i = 0; i < expected.Length; i++)
                ((double)actual[i]).Should().BeApproximately(expected[i], 1e-5, $"block {block}, value {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void Filters_have_no_constant_part_and_length_1(GaborOptions options)
    {
        using var scope = NewDisposeScope();
        foreach (var map in new[] { GaborFeatures.Create(Small, options), GaborFeatures.Create(new ImageShape(1, 28, 28), options) })
            for (var block = 0; block < map.BlockCount; block++)
            {
                var filters = map.Filters(block).to(ScalarType.Float64).flatten(2); // (k, 2, side²)
                filters.shape[..2].Should().Equal(options.Orientations, 2);
                filters.sum(dim: 2).abs().max().item<double>().Should().BeLessThan(1e-6);
                (filters.square().sum(dim: 2) - 1).abs().max().item<double>().Should().BeLessThan(1e-6);
            }
    }

    [Fact]
    public void A_blank_image_has_features_0_and_a_bright_one_differs_from_it_at_the_border_alone()
    {
        var shape = new ImageShape(1, 40, 40);
        var images = Dataset.FromPixels(
            "flat",
            DatasetSplit.Train,
            shape,
            new byte[3200]
                .Select((_, i) => (byte)(i < 1600 ? 0 : 200))
                .ToArray(),
            [0, 1],
            ["a", "b"]
        );
        var map = GaborFeatures.Create(
            shape,
            new GaborOptions
            {
                Scales = 1,
                Normalization = GaborNormalization.None,
                PoolingWidth = 0.1,
            }
        );
        var cells = Rows(map, 0, images);
        cells[..(8 * 49)].Should().OnlyContain(v => v == 0);
        cells[8 * 49 + 24].Should().BeInRange(0, 1e-2f, "the middle cell sees no edge");
        cells[8 * 49 + 21].Should().BeGreaterThan(0.1f, "the image ends beside the cell");
        Rows(GaborFeatures.Create(shape), 0, images).Should().OnlyContain(v => float.IsFinite(v));
    }

    [Fact]
    public void The_orientation_of_a_grating_answers_most()
    {
        var shape = new ImageShape(1, 28, 28);
        var pixels = new byte[784];
        for (var i = 0; i < 784; i++)
            pixels[i] = (byte)(128 + 100 * Math.Cos(2 * Math.PI * (i / 28) / 4)); // stripes along rows, wavelength 4
        var images = Dataset.FromPixels("stripes", DatasetSplit.Train, shape, pixels, [0], ["a", "b"]);
        var map = GaborFeatures.Create(shape);
        float[] Middle(int block) => [.. Rows(map, block, images).Chunk(49).Select(cells => cells[24])];
        Array.IndexOf(Middle(0), Middle(0).Max()).Should().Be(4, "θ = 4π/8 varies along y");
    }

    [Fact]
    public void Blocks_have_the_widths_that_add_up() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Bool)
            .Sample(
                (channels, orientations, scales, grid, both) =>
                {
                    var options = new GaborOptions
                    {
                        Orientations = orientations,
                        Scales = scales,
                        Grid = grid,
                        Rectification = both ? GaborRectification.TwoSided : GaborRectification.Modulus,
                    };
                    var shape = new ImageShape(channels, 6, 5);
                    var map = GaborFeatures.Create(shape, options);
                    var images = new SyntheticImages(shape, 2).Create(2, 1, 0).Train;
                    map.BlockCount.Should().Be(scales);
                    var widths = Enumerable.Range(0, scales).Select(b => Rows(map, b, images).Length / 2).ToArray();
                    widths.Should().OnlyContain(w => w == channels * orientations * (both ? 4 : 1) * grid * grid);
                    map.Dimension.Should().Be(widths.Sum());
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void An_images_features_do_not_depend_on_those_beside_it()
    {
        var images = new SyntheticImages(new ImageShape(1, 28, 28), 3).Create(131, 1, seed: 5).Train;
        var map = GaborFeatures.Create(images.Shape);
        var all = Rows(map, 1, images);
        var width = map.Dimension / 3;
        Rows(map, 1, images.Select([130])).Should().Equal(all[(130 * width)..], Agree);
        Rows(map, 1, images.Select([77, 3])).Should().Equal([.. all[(77 * width)..(78 * width)], .. all[(3 * width)..(4 * width)]], Agree);

        static bool Agree(float a, float b) => Math.Abs(a - b) < 1e-6;
    }

    [Fact]
    public void Float_pixels_are_on_the_same_scale()
    {
        var images = new SyntheticImages(Small, 3).Create(4, 1, seed: 5).Train;
        var floats = Dataset.FromPixels(
            "f",
            DatasetSplit.Train,
            Small,
            [.. ((UInt8Pixels)images.Pixels).Values.ToArray().Select(v => (float)v)],
            images.Labels,
            ["a", "b", "c"]
        );
        var map = GaborFeatures.Create(Small, Few);
        Rows(map, 0, floats).Should().Equal(Rows(map, 0, images));
    }

    [Fact]
    public void Says_what_it_cannot_take()
    {
        var map = GaborFeatures.Create(Small, Few);
        var other = new SyntheticImages(new ImageShape(1, 9, 8), 2).Create(2, 1, 0).Train;
        Fails<ArgumentException>(
            () => map.Block(0, other),
            "The gabor map takes images of 2×9×8, but synthetic has 1×9×8; make a map for that shape.*"
        );
        Fails<ArgumentOutOfRangeException>(() => map.Block(2, other), "Block must lie in [0, 1], but was 2.*");
        Fails<ArgumentOutOfRangeException>(() => map.Filters(-1), "Block must lie in [0, 1], but was -1.*");
        Fails<ArgumentException>(
            () => GaborFeatures.Create(new ImageShape(1, 9, 6)),
            "A grid of 7 × 7 cells needs as many rows and columns, but the images are 1×9×6; choose a smaller Grid.*"
        );
        Fails<ArgumentException>(
            () => GaborFeatures.Create(Small, Few with { Scales = 7 }),
            "The longest wavelength must be at most 18, twice the longer side of images of 2×9×8, but was "
                + "24.8; choose fewer Scales or a smaller WavelengthRatio.*"
        );
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Orientations = 0 }, "Orientations must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Scales = 0 }, "Scales must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { ShortestWavelength = 2 },
            "ShortestWavelength must be at least 2.5 and finite, but was 2.*"
        );
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { WavelengthRatio = double.NaN },
            "WavelengthRatio must be at least 1 and finite, but was NaN.*"
        );
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Bandwidth = 0 }, "Bandwidth must be at least 0.1 and finite, but was 0.*");
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { AspectRatio = -1 },
            "AspectRatio must be positive and finite, but was -1.*"
        );
        Fails<ArgumentOutOfRangeException>(() => _ = Few with { Grid = 0 }, "Grid must be at least 1, but was 0.*");
        Fails<ArgumentOutOfRangeException>(
            () => _ = Few with { PoolingWidth = 0 },
            "PoolingWidth must be positive and finite, but was 0.*"
        );
    }

    [Fact]
    public void Can_be_cancelled()
    {
        var images = new SyntheticImages(Small, 2).Create(2, 1, 0).Train;
        new Action(() => GaborFeatures.Create(Small, Few).Block(0, images, token: new CancellationToken(canceled: true)))
            .Should()
            .Throw<OperationCanceledException>();
    }

    internal static float[] Rows(FeatureMap map, int block, Dataset images)
    {
        using var features = map.Block(block, images);
        features.dtype.Should().Be(ScalarType.Float32);
        features.shape[0].Should().Be(images.Count);
        return features.data<float>().ToArray();
    }

    internal static void Fails<T>(Action act, string message)
        where T : Exception => act.Should().Throw<T>().WithMessage(message);

    private static double[] Slow(Dataset images, int image, GaborOptions options, int block)
    {
        var (channels, height, width) = (images.Shape.Channels, images.Shape.Height, images.Shape.Width);
        var pixels = ((UInt8Pixels)images.Pixels).Values.ToArray();
        double Pixel(int c, int y, int x) =>
            y < 0 || y >= height || x < 0 || x >= width ? 0 : pixels[((image * channels + c) * height + y) * width + x] / 255.0;

        var wavelength = options.ShortestWavelength * Math.Pow(options.WavelengthRatio, block);
        var sigma = options.Bandwidth * wavelength;
        var reach = Math.Min((int)Math.Ceiling(3 * sigma * Math.Max(1, 1 / options.AspectRatio)), Math.Max(height, width) - 1);
        var g = options.Grid;
        var result = new List<double>();
        for (var c = 0; c < channels; c++)
        for (var k = 0; k < options.Orientations; k++)
        {
            var theta = Math.PI * k / options.Orientations;
            var (sumEnvelope, sumCosine) = (0.0, 0.0);
            void ForEach(Action<int, int, double, double> use)
            {
                for (var dy = -reach; dy <= reach; dy++)
                for (var dx = -reach; dx <= reach; dx++)
                {
                    var u = dx * Math.Cos(theta) + dy * Math.Sin(theta);
                    var v = -dx * Math.Sin(theta) + dy * Math.Cos(theta);
                    use(
                        dy,
                        dx,
                        Math.Exp(-(u * u + Math.Pow(options.AspectRatio * v, 2)) / (2 * sigma * sigma)),
                        2 * Math.PI * u / wavelength
                    );
                }
            }

            ForEach(
                (_, _, e, phase) =>
                {
                    sumEnvelope += e;
                    sumCosine += e * Math.Cos(phase);
                }
            );
            var (evenLength, oddLength) = (0.0, 0.0);
            double Even(double e, double phase) => e * (Math.Cos(phase) - sumCosine / sumEnvelope);
            double Odd(double e, double phase) => e * Math.Sin(phase);
            ForEach(
                (_, _, e, phase) =>
                {
                    evenLength += Math.Pow(Even(e, phase), 2);
                    oddLength += Math.Pow(Odd(e, phase), 2);
                }
            );

            var maps = options.Rectification == GaborRectification.Modulus ? 1 : 4;
            var map = new double[maps, height, width];
            for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (even, odd) = (0.0, 0.0);
                ForEach(
                    (dy, dx, e, phase) =>
                    {
                        even += Pixel(c, y + dy, x + dx) * Even(e, phase) / Math.Sqrt(evenLength);
                        odd += Pixel(c, y + dy, x + dx) * Odd(e, phase) / Math.Sqrt(oddLength);
                    }
                );
                double[] values =
                    maps == 1
                        ? [Math.Sqrt(even * even + odd * odd)]
                        : [Math.Max(0, even), Math.Max(0, odd), Math.Max(0, -even), Math.Max(0, -odd)];
                // (orientation, even+ even− odd+ odd−)
                if (maps == 4)
                    values = [values[0], values[2], values[1], values[3]];
                for (var m = 0; m < maps; m++)
                    map[m, y, x] = values[m];
            }

            for (var m = 0; m < maps; m++)
            for (var r = 0; r < g; r++)
            for (var s = 0; s < g; s++)
            {
                var (sum, weights) = (0.0, 0.0);
                for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var weight = Gaussian(y, r, height, options) * Gaussian(x, s, width, options);
                    sum += weight * map[m, y, x];
                    weights += weight;
                }

                result.Add(options.SquareRoot ? Math.Sqrt(sum / weights) : sum / weights);
            }
        }

        if (options.Normalization == GaborNormalization.None)
            return [.. result];
        if (options.Normalization == GaborNormalization.Image)
        {
            var length = Math.Sqrt(result.Sum(v => v * v));
            return [.. result.Select(v => v / length)];
        }

        var lengths = Enumerable
            .Range(0, g * g)
            .Select(cell => Math.Sqrt(result.Where((_, i) => i % (g * g) == cell).Sum(v => v * v)))
            .ToArray();
        return [.. result.Select((v, i) => v / (lengths[i % (g * g)] + lengths.Average() / 2))];
    }

    private static double Gaussian(int at, int cell, int size, GaborOptions options)
    {
        var pitch = (double)size / options.Grid;
        var distance = at - ((cell + 0.5) * pitch - 0.5);
        // With hardly any width a cell is its nearest pixels.
        if (options.PoolingWidth < 0.01)
            return Math.Abs(distance) <= 0.5 + 1e-9 && Math.Abs(distance) <= Nearest(cell, size, pitch) + 1e-9 ? 1 : 0;
        return Math.Exp(-Math.Pow(distance / (options.PoolingWidth * pitch), 2) / 2);
    }

    private static double Nearest(int cell, int size, double pitch) =>
        Enumerable.Range(0, size).Min(y => Math.Abs(y - ((cell + 0.5) * pitch - 0.5)));
}
