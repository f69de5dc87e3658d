using Generalization.Report.Drawing;
using SkiaSharp;

namespace Generalization.Tests.Drawing;

public class FigureImageTests
{
    private static readonly Figure Example = new("example", "A title", "steps", "accuracy, %")
    {
        Top = 100,
        Legend = FigureLegend.LowerRight,
        Curves =
        [
            new FigureCurve("test", 0, [new(0, 10), new(1, 80), new(2, 40)]) { ShadedToBest = true },
            new FigureCurve("train", 1, [new(0, 10), new(2, 100)]) { Dashed = true },
        ],
    };

    [Fact]
    public void It_has_one_size_and_a_ground_for_light_and_for_dark_pages()
    {
        using var light = SKBitmap.Decode(FigureImage.Png(Example));
        using var dark = SKBitmap.Decode(FigureImage.Png(Example, dark: true));
        (light.Width, light.Height, dark.Width, dark.Height).Should().Be((800, 500, 800, 500));
        light.GetPixel(2, 2).Should().Be(new SKColor(0xFF, 0xFF, 0xFF));
        dark.GetPixel(2, 2).Should().Be(new SKColor(0x16, 0x18, 0x1C));
    }

    [Fact]
    public void What_stopping_early_would_have_kept_is_shaded()
    {
        int Shaded(Figure figure)
        {
            using var picture = SKBitmap.Decode(FigureImage.Png(figure));
            // The first colour at an opacity of 0.3 on white.
            return picture.Pixels.Count(p => Math.Abs(p.Red - 178) < 6 && Math.Abs(p.Green - 213) < 6 && Math.Abs(p.Blue - 232) < 6);
        }

        Shaded(Example).Should().BeGreaterThan(10_000);
        Shaded(Example with { Curves = [Example.Curves[0] with { ShadedToBest = false }] }).Should().BeLessThan(2_000);
    }

    [Fact]
    public void It_is_small_and_the_same_each_time()
    {
        var png = FigureImage.Png(Example);
        png.Length.Should().BeLessThan(60_000);
        FigureImage.Png(Example).Should().Equal(png);
    }

    [Fact]
    public void A_figure_with_one_point_or_none_is_drawn() =>
        FigureImage
            .Png(Example with { Curves = [new FigureCurve("one", 0, [new(1, 1)]) { ShadedToBest = true }, new FigureCurve("none", 1, [])] })
            .Should()
            .NotBeEmpty();

    [Fact]
    public void It_says_in_words_what_it_shows() =>
        Example
            .Description.Should()
            .Be("A title. accuracy, % against steps: test from 10 at 0 to 40 at 2; train from 10 at 0 to 100 at 2.");
}
