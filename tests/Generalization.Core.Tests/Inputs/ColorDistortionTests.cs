using Generalization.Data;
using Generalization.Inputs;
using Generalization.Randomness;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Inputs;

[NoTensorLeaks]
public class ColorDistortionTests
{
    private const int Side = 6;

    private static readonly BatchDraws Draws = new(3, DatasetSplit.Train, 2, new uint[] { 5, 900, 17, 4, 8, 15, 16, 23, 42, 108, 7, 11 });

    private static Tensor Uniform(int count)
    {
        var random = new RandomKey(2, RandomPurpose.Custom).Stream(0);
        var values = new float[count * 3 * Side * Side];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        return tensor(values, [count, 3, Side, Side]);
    }

    // TensorFlow's conversions and changes, pixel by pixel.
    private static (double H, double S, double V) ToHsv(double r, double g, double b)
    {
        var (v, least) = (Math.Max(r, Math.Max(g, b)), Math.Min(r, Math.Min(g, b)));
        var range = v - least;
        var s = v > 0 ? range / v : 0;
        if (range <= 0)
            return (0, s, v);
        var h =
            v == r ? (g - b) / (6 * range)
            : v == g ? (b - r) / (6 * range) + 2.0 / 6
            : (r - g) / (6 * range) + 4.0 / 6;
        return (h < 0 ? h + 1 : h, s, v);
    }

    private static double[] ToRgb(double h, double s, double v)
    {
        var d = 6 * h;
        double[] ramps =
        [
            Math.Clamp(Math.Abs(d - 3) - 1, 0, 1),
            Math.Clamp(2 - Math.Abs(d - 2), 0, 1),
            Math.Clamp(2 - Math.Abs(d - 4), 0, 1),
        ];
        return [.. ramps.Select(r => (1 - s + s * r) * v)];
    }

    private static void ByPixel(double[] image, Func<double, double, double, double[]> change)
    {
        const int plane = Side * Side;
        for (var i = 0; i < plane; i++)
        {
            var rgb = change(image[i], image[plane + i], image[2 * plane + i]);
            (image[i], image[plane + i], image[2 * plane + i]) = (rgb[0], rgb[1], rgb[2]);
        }
    }

    private static void Change(char what, double[] image, DistortedColors by)
    {
        const int plane = Side * Side;
        if (what == 'b')
            for (var i = 0; i < image.Length; i++)
                image[i] += by.Brightness;
        else if (what == 's')
            ByPixel(image, (r, g, b) => ToHsv(r, g, b) is var (h, s, v) ? ToRgb(h, Math.Clamp(s * by.Saturation, 0, 1), v) : []);
        else if (what == 'h')
            ByPixel(image, (r, g, b) => ToHsv(r, g, b) is var (h, s, v) ? ToRgb((h + by.Hue + 1) % 1, s, v) : []);
        else
            for (var c = 0; c < 3; c++)
            {
                var mean = image.Skip(c * plane).Take(plane).Average();
                for (var i = c * plane; i < (c + 1) * plane; i++)
                    image[i] = (image[i] - mean) * by.Contrast + mean;
            }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_the_slow_way(bool fast)
    {
        string[] orders = fast ? ["bs", "sb", "sb", "sb"] : ["bshc", "sbch", "chbs", "hscb"];
        var step = new ColorDistortion(fast);
        var random = new RandomKey(1, RandomPurpose.Custom).Stream(0);
        var values = new float[Draws.Count * 3 * Side * Side];
        // Some pixels are grey, some black, and some dark enough to fall below 0.
        for (var i = 0; i < values.Length; i++)
            values[i] = i % 7 == 0 ? 0 : (float)random.NextDouble() * (i % 5 == 0 ? 0.05f : 1);
        using var images = tensor(values, [Draws.Count, 3, Side, Side]);
        using var distorted = step.Apply(images, Draws);
        var found = distorted.data<float>().ToArray();
        var seen = new HashSet<int>();
        for (var n = 0; n < Draws.Count; n++)
        {
            var own = Draws.Stream(RandomPurpose.ColorDistortion, n);
            var by = DistortedColors.Draw(step, ref own);
            seen.Add(by.Order);
            var image = values.Skip(n * 3 * Side * Side).Take(3 * Side * Side).Select(v => (double)v).ToArray();
            foreach (var what in orders[by.Order])
                Change(what, image, by);
            for (var i = 0; i < image.Length; i++)
                ((double)found[n * image.Length + i]).Should().BeApproximately(Math.Clamp(image[i], 0, 1), 2e-5);
        }

        seen.Should().HaveCount(4);
    }

    [Fact]
    public void Amounts_are_uniform_within_their_ranges()
    {
        const int draws = 20_000,
            bins = 20;
        var key = new RandomKey(9, RandomPurpose.ColorDistortion, 1);
        var drawn = Enumerable
            .Range(0, draws)
            .Select(i =>
            {
                var random = key.Stream(i, 1);
                return DistortedColors.Draw(new ColorDistortion(), ref random);
            })
            .ToArray();
        Uniform(d => d.Order, 0, 4, 4);
        Uniform(d => d.Brightness, -32.0 / 255, 32.0 / 255, bins);
        Uniform(d => d.Saturation, 0.5, 1.5, bins);
        Uniform(d => d.Hue, -0.2, 0.2, bins);
        Uniform(d => d.Contrast, 0.5, 1.5, bins);

        void Uniform(Func<DistortedColors, double> of, double least, double most, int count)
        {
            var counts = new int[count];
            foreach (var d in drawn)
                counts[Math.Min(count - 1, (int)((of(d) - least) / (most - least) * count))]++;
            ChiSquare.PValue(counts).Should().BeGreaterThan(1e-4);
        }
    }

    [Fact]
    public void An_image_is_the_same_in_whatever_batch_it_is()
    {
        using var images = Uniform(Draws.Count);
        using var all = new ColorDistortion(false).Apply(images, Draws);
        for (var n = 0; n < Draws.Count; n++)
        {
            using var one = images.narrow(0, n, 1);
            using var alone = new ColorDistortion(false).Apply(one, Draws with { Indices = Draws.Indices.Slice(n, 1) });
            using var among = all.narrow(0, n, 1);
            alone.data<float>().ToArray().Should().Equal(among.data<float>().ToArray());
        }
    }

    [Fact]
    public void Evaluation_sees_colours_as_they_are_and_grey_images_are_refused()
    {
        using var images = Uniform(2);
        using var same = new ColorDistortion().Apply(images);
        same.data<float>().ToArray().Should().Equal(images.data<float>().ToArray());
        FluentActions
            .Invoking(() => new ColorDistortion().OutputShape(new ImageShape(1, 4, 4)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Colour distortion needs images of three channels, but they were 1×4×4.*");
    }

    [Fact]
    public void Inceptions_pipelines_are_said_in_fixed_words()
    {
        InputPipeline.Inception.Steps.Select(s => s.Describe()).Should().Equal("signed-range");
        InputPipeline
            .InceptionTraining()
            .Steps.Select(s => s.Describe())
            .Should()
            .Equal("random-flip", "color-distortion fast", "signed-range");
        InputPipeline.InceptionTraining(fast: false).Steps[1].Describe().Should().Be("color-distortion full");
        using var half = tensor(new[] { 0, 0.25f, 0.5f, 1 }, [1, 1, 2, 2]);
        using var signed = new SignedRange().Apply(half);
        signed.data<float>().ToArray().Should().Equal(-1, -0.5f, 0, 1);
    }
}
