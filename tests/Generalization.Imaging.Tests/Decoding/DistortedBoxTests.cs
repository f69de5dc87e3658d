using Generalization.Imaging.Decoding;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Imaging.Decoding;

public class DistortedBoxTests
{
    private const int Draws = 20_000;

    private static List<PictureBox> Boxes(DistortedBox rule, int height, int width)
    {
        var key = new RandomKey(3, RandomPurpose.PictureBox, 1);
        return
        [
            .. Enumerable
                .Range(0, Draws)
                .Select(i =>
                {
                    var random = key.Stream(i);
                    return rule.Draw(height, width, ref random);
                }),
        ];
    }

    [Theory]
    [InlineData(375, 500)]
    [InlineData(500, 333)]
    [InlineData(40, 40)]
    [InlineData(20, 90)]
    public void Lies_in_the_picture_with_area_and_aspect_within_bounds(int height, int width)
    {
        foreach (var box in Boxes(new DistortedBox(), height, width).Where(b => b != PictureBox.Whole(height, width)))
        {
            box.IsIn(height, width).Should().BeTrue();
            ((double)box.Height * box.Width / (height * width)).Should().BeInRange(0.1, 1);
            // The width is the aspect times the height, to the nearest.
            (box.Width + 0.5)
                .Should()
                .BeGreaterThanOrEqualTo(0.75 * box.Height - 1e-3);
            (box.Width - 0.5).Should().BeLessThanOrEqualTo(1.33 * box.Height + 1e-3);
        }
    }

    [Fact]
    public void Heights_and_places_are_uniform_where_the_aspect_is_fixed()
    {
        // Squares of 100×100: heights from √(0.05 · 10⁴) = 22 on, of which those that cover a tenth are kept: 32 … 100.
        var boxes = Boxes(new DistortedBox(1, 1), 100, 100);
        boxes.Should().OnlyContain(b => b.Height == b.Width);
        var heights = Enumerable.Range(32, 69).Select(h => boxes.Count(b => b.Height == h)).ToArray();
        heights.Sum().Should().Be(Draws);
        ChiSquare.PValue(heights).Should().BeGreaterThan(1e-4);
        // 20 places each for parts of 80; the last one, 20, is never drawn.
        var tall = boxes.Where(b => b.Height is >= 76 and <= 80).ToArray();
        tall.Should().OnlyContain(b => b.Top < 100 - b.Height && b.Left < 100 - b.Width);
        ChiSquare.PValue([.. Enumerable.Range(0, 20).Select(t => tall.Count(b => b.Top == t))]).Should().BeGreaterThan(1e-4);
        ChiSquare.PValue([.. Enumerable.Range(0, 20).Select(t => tall.Count(b => b.Left == t))]).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Aspects_are_uniform_where_all_fit()
    {
        // Parts of about a tenth of a large picture fit at each aspect.
        var boxes = Boxes(new DistortedBox(AreaLeast: 0.1f, AreaMost: 0.11f), 2000, 2000);
        var bins = new int[20];
        foreach (var box in boxes)
            bins[Math.Clamp((int)(((double)box.Width / box.Height - 0.75) / 0.58 * 20), 0, 19)]++;
        ChiSquare.PValue(bins).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Where_nothing_fits_it_is_the_whole()
    {
        // A strip of 10×300 has no part of aspect 0.75–1.33 that covers a tenth.
        Boxes(new DistortedBox(), 10, 300).Should().OnlyContain(b => b == new PictureBox(0, 0, 10, 300));
        Boxes(new DistortedBox(), 1, 1).Should().OnlyContain(b => b == new PictureBox(0, 0, 1, 1));
    }

    [Fact]
    public void Bounds_are_checked()
    {
        FluentActions
            .Invoking(() => new DistortedBox(AspectLeast: 2))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("AspectLeast must lie in [0.01, 1.33], but was 2.*");
        FluentActions
            .Invoking(() => new DistortedBox(AreaMost: 1.5f))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("AreaMost must lie in [1E-06, 1], but was 1.5.*");
        FluentActions
            .Invoking(() => new DistortedBox(Attempts: 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Attempts must be at least 1, but was 0.*");
        new DistortedBox().Describe().Should().Be("distorted box, aspect 0.75–1.33, area 0.05–1, covered 0.1, attempts 100");
    }
}
