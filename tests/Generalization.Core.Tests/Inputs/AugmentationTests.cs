using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Randomness;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Augmentation;

/// <summary>Each augmentation against a slow one that goes pixel by pixel, with the draws made anew from the same keys.</summary>
[NoTensorLeaks]
public class AugmentationTests
{
    private const int Count = 7;

    private static readonly BatchDraws Draws = new(5, DatasetSplit.Train, 3, new uint[] { 4, 9, 2, 77, 0, 1, 31 });

    private static float[] Pixels(int channels, int height, int width)
    {
        var random = new RandomKey(1, RandomPurpose.Custom).Stream(0);
        var values = new float[Count * channels * height * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        return values;
    }

    private static float[] Run(IRandomInputStep step, float[] pixels, int channels, int height, int width)
    {
        using var images = tensor(pixels, [Count, channels, height, width]);
        using var result = step.Apply(images, Draws);
        var shape = step.OutputShape(new ImageShape(channels, height, width));
        result.shape.Should().Equal(Count, shape.Channels, shape.Height, shape.Width);
        images.data<float>().ToArray().Should().Equal(pixels, "the caller's images stay as they are");
        using var host = result.contiguous();
        return host.data<float>().ToArray();
    }

    [Theory]
    [InlineData(9, 8, 6, 5, 0, 0)] // from the larger image
    [InlineData(6, 5, 6, 5, 4, 4)] // as large as the crop: padded
    [InlineData(3, 9, 6, 5, 6, 0)] // smaller one way, larger the other
    public void Crop_takes_the_window_that_the_images_own_stream_names(
        int height,
        int width,
        int cropHeight,
        int cropWidth,
        int padRows,
        int padColumns
    )
    {
        var pixels = Pixels(2, height, width);
        var actual = Run(new RandomCrop(cropHeight, cropWidth), pixels, 2, height, width);
        for (var i = 0; i < Count; i++)
        {
            var random = Draws.Stream(RandomPurpose.RandomCrop, i);
            var (top, left) = (
                random.NextInt32(height + 2 * padRows - cropHeight + 1),
                random.NextInt32(width + 2 * padColumns - cropWidth + 1)
            );
            for (var c = 0; c < 2; c++)
            for (var y = 0; y < cropHeight; y++)
            for (var x = 0; x < cropWidth; x++)
            {
                var (sy, sx) = (top + y - padRows, left + x - padColumns);
                var expected = sy >= 0 && sy < height && sx >= 0 && sx < width ? pixels[((i * 2 + c) * height + sy) * width + sx] : 0;
                actual[((i * 2 + c) * cropHeight + y) * cropWidth + x].Should().Be(expected);
            }
        }
    }

    [Fact]
    public void Crop_in_evaluation_is_the_centre()
    {
        using var scope = NewDisposeScope();
        using var images = tensor(Pixels(1, 8, 9), [Count, 1, 8, 9]);
        using var random = new RandomCrop(4, 3).Apply(images);
        using var center = new CenterCrop(4, 3).Apply(images);
        random.contiguous().data<float>().ToArray().Should().Equal(center.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Flip_mirrors_each_image_whose_coin_says_so()
    {
        var pixels = Pixels(3, 4, 5);
        var actual = Run(new RandomFlip(), pixels, 3, 4, 5);
        var flipped = 0;
        for (var i = 0; i < Count; i++)
        {
            var mirror = Draws.Stream(RandomPurpose.RandomFlip, i).NextInt32(2) == 1;
            flipped += mirror ? 1 : 0;
            for (var row = 0; row < 12; row++)
            for (var x = 0; x < 5; x++)
                actual[(i * 12 + row) * 5 + x].Should().Be(pixels[(i * 12 + row) * 5 + (mirror ? 4 - x : x)]);
        }

        flipped.Should().BeInRange(1, Count - 1, "the case tells both apart");
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(5, 9)]
    public void Rotation_interpolates_between_the_four_pixels_around(int height, int width)
    {
        var pixels = Pixels(2, height, width);
        var actual = Run(new RandomRotation(40), pixels, 2, height, width);
        for (var i = 0; i < Count; i++)
        {
            var angle = (2 * Draws.Stream(RandomPurpose.RandomRotation, i).NextDouble() - 1) * 40 * Math.PI / 180;
            for (var c = 0; c < 2; c++)
            for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = (x - (width - 1) / 2.0, y - (height - 1) / 2.0);
                var sx = dx * Math.Cos(angle) - dy * Math.Sin(angle) + (width - 1) / 2.0;
                var sy = dx * Math.Sin(angle) + dy * Math.Cos(angle) + (height - 1) / 2.0;
                double At(int yy, int xx) =>
                    yy >= 0 && yy < height && xx >= 0 && xx < width ? pixels[((i * 2 + c) * height + yy) * width + xx] : 0;
                var (x0, y0) = ((int)Math.Floor(sx), (int)Math.Floor(sy));
                var (fx, fy) = (sx - x0, sy - y0);
                var expected =
                    (At(y0, x0) * (1 - fx) + At(y0, x0 + 1) * fx) * (1 - fy) + (At(y0 + 1, x0) * (1 - fx) + At(y0 + 1, x0 + 1) * fx) * fy;
                ((double)actual[((i * 2 + c) * height + y) * width + x]).Should().BeApproximately(expected, 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(0.4, 0, 0, 0)]
    [InlineData(0, 0.4, 0, 0)]
    [InlineData(0, 0, 0.4, 0)]
    [InlineData(0, 0, 0, 0.3)]
    [InlineData(0.4, 0.3, 0.2, 0.1)]
    public void Colour_changes_as_its_formulas_say(double brightness, double contrast, double saturation, double hue)
    {
        const int positions = 20;
        var pixels = Pixels(3, 4, 5);
        pixels[0] = pixels[20] = pixels[40] = 0.5f; // a grey pixel has no hue
        var actual = Run(new ColorJitter(brightness, contrast, saturation, hue), pixels, 3, 4, 5);
        for (var i = 0; i < Count; i++)
        {
            var random = Draws.Stream(RandomPurpose.ColorJitter, i);
            double Factor(double amount, ref RandomStream r) => amount == 0 ? 1 : 1 - amount + 2 * amount * r.NextDouble();
            var (b, c, s) = (Factor(brightness, ref random), Factor(contrast, ref random), Factor(saturation, ref random));
            var turn = hue == 0 ? 0 : (2 * random.NextDouble() - 1) * hue;
            double[] image = [.. pixels.AsSpan(i * 60, 60).ToArray().Select(p => Math.Clamp(p * b, 0, 1))];
            double Grey(int p) => 0.299 * image[p] + 0.587 * image[20 + p] + 0.114 * image[40 + p];
            var mean = Enumerable.Range(0, positions).Average(Grey);
            for (var j = 0; j < 60; j++)
                image[j] = Math.Clamp(image[j] * c + mean * (1 - c), 0, 1);
            double[] grey = [.. Enumerable.Range(0, positions).Select(Grey)];
            for (var j = 0; j < 60; j++)
                image[j] = Math.Clamp(image[j] * s + grey[j % 20] * (1 - s), 0, 1);
            for (var p = 0; p < positions; p++)
            {
                var expected = TurnHue(image[p], image[20 + p], image[40 + p], turn);
                for (var channel = 0; channel < 3; channel++)
                    ((double)actual[i * 60 + channel * 20 + p]).Should().BeApproximately(expected[channel], 2e-5);
            }
        }
    }

    /// <summary>By way of hue, saturation and value, as in any textbook.</summary>
    private static double[] TurnHue(double red, double green, double blue, double turn)
    {
        var (max, min) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        var delta = max - min;
        var hue =
            delta == 0 ? 0
            : max == red ? (green - blue) / delta % 6
            : max == green ? (blue - red) / delta + 2
            : (red - green) / delta + 4;
        hue = ((hue / 6 + turn) % 1 + 1) % 1 * 6;
        var (sector, fraction) = ((int)hue % 6, hue - Math.Floor(hue));
        var (saturation, value) = (max == 0 ? 0 : delta / max, max);
        var (p, q, t) = (value * (1 - saturation), value * (1 - saturation * fraction), value * (1 - saturation * (1 - fraction)));
        return sector switch
        {
            0 => [value, t, p],
            1 => [q, value, p],
            2 => [p, value, t],
            3 => [p, q, value],
            4 => [t, p, value],
            _ => [value, p, q],
        };
    }

    [Fact]
    public void One_channel_has_brightness_and_contrast_only_and_other_counts_are_refused()
    {
        Run(new ColorJitter(0, 0, 0.4, 0.1), Pixels(1, 4, 5), 1, 4, 5).Should().Equal(Pixels(1, 4, 5));
        new Action(() => new ColorJitter().OutputShape(new ImageShape(2, 4, 4)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Colour jitter needs images of one or three channels, but they were 2×4×4.*");
    }

    [Fact]
    public void An_images_draw_depends_on_its_index_and_epoch_and_not_on_its_batch()
    {
        var data = new SyntheticImages(new ImageShape(3, 12, 12), 3).Create(40, 3, seed: 1).Train;
        var pipeline = new InputPipeline(new CenterCrop(8, 8)).With(AugmentationOptions.Parse("crop,flip,rotate:25,color"));
        using var all = pipeline.Batches(data, seed: 2);
        using var subset = pipeline.Batches(data.Select([30, 7]), seed: 2);
        float[] Image(IBatchSource images, long position, int epoch, int batchSize)
        {
            foreach (var batch in images.Epoch(epoch, batchSize))
                using (batch)
                    if (batch.PositionsOnHost.ToArray().AsSpan().IndexOf(position) is >= 0 and var at)
                        return [.. batch.Inputs.data<float>().ToArray().AsSpan(at * 192, 192)];
            throw new InvalidOperationException("An epoch has every image.");
        }

        var one = Image(all, 7, 4, batchSize: 1);
        Image(all, 7, 4, batchSize: 13).Should().Equal(one);
        Image(subset, 1, 4, batchSize: 2).Should().Equal(one, "a subset keeps the indices");
        Image(all, 7, 5, batchSize: 1).Should().NotEqual(one);
    }

    [Fact]
    public void Coins_and_places_are_uniform()
    {
        var flips = 0;
        var tops = new int[5];
        var many = new BatchDraws(3, DatasetSplit.Train, 1, Enumerable.Range(0, 20_000).Select(i => (uint)i).ToArray());
        for (var i = 0; i < many.Count; i++)
        {
            flips += many.Stream(RandomPurpose.RandomFlip, i).NextInt32(2);
            tops[many.Stream(RandomPurpose.RandomCrop, i).NextInt32(5)]++;
        }

        flips.Should().BeInRange(10_000 - 300, 10_000 + 300);
        ChiSquare.PValue(tops).Should().BeGreaterThan(1e-4);
    }

    [Theory]
    [InlineData("crop,flip,rotate:25,color")]
    [InlineData("flip")]
    [InlineData("none")]
    public void Options_read_back_what_they_write(string text) => AugmentationOptions.Parse(text).ToString().Should().Be(text);

    [Theory]
    [InlineData(-25, "-25")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(500, "500")]
    public void An_angle_out_of_range_is_refused(double degrees, string shown) =>
        new Action(() => _ = new AugmentationOptions(RotateDegrees: degrees))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"RotateDegrees must lie in [0, 180], but was {shown}.*");

    [Theory]
    [InlineData("mirror", "An augmentation must be one of none, crop, flip, rotate:DEGREES, color, but was mirror.")]
    [InlineData("rotate:x", "A rotation must be rotate:DEGREES with an angle in (0, 180], but was rotate:x.")]
    [InlineData("rotate", "A rotation must be rotate:DEGREES with an angle in (0, 180], but was rotate.")]
    public void Unknown_words_are_refused(string text, string sentence) =>
        new Action(() => AugmentationOptions.Parse(text)).Should().Throw<FormatException>().WithMessage(sentence);

    [Fact]
    public void Rotation_comes_before_the_crop_and_the_rest_after_it() =>
        InputPipeline
            .Cifar10.With(AugmentationOptions.Parse("crop,flip,rotate:25,color"))
            .Steps.Should()
            .Equal(new RandomRotation(25), new RandomCrop(28, 28), new RandomFlip(), new ColorJitter(), new PerImageStandardization());
}
