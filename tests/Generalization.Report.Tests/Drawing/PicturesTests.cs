using Generalization.Data;
using Generalization.Report.Drawing;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Drawing;

public sealed class PicturesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pictures").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private SKBitmap Draw(Action<string> draw)
    {
        var path = Path.Combine(root, "picture.png");
        draw(path);
        return SKBitmap.Decode(path);
    }

    [Fact]
    public void The_contact_sheet_shows_each_image_and_a_changed_label_in_red()
    {
        var (clean, random) = (FinishedRuns.Data("true-labels").Train, FinishedRuns.Data("random-labels").Train);
        using var sheet = Draw(path => Pictures.ContactSheet(path, [("true-labels", clean), ("random-labels", random)]));
        var pixels = ((UInt8Pixels)clean.Pixels).Values;
        for (var i = 0; i < 10; i++)
        {
            // The middle of the first image cell's upper left pixel: 96 points for 6 columns and 5 rows.
            var shown = sheet.GetPixel(150 + i * 104 + 8, 10 + 9);
            (shown.Red, shown.Green, shown.Blue).Should().Be((pixels[i * 90], pixels[i * 90 + 30], pixels[i * 90 + 60]));
        }

        bool HasRed(int row, int column)
        {
            for (var y = 10 + row * 124 + 98; y < 10 + row * 124 + 116; y++)
            for (var x = 150 + column * 104; x < 150 + column * 104 + 96; x++)
                if (sheet.GetPixel(x, y) is { Red: > 150, Green: < 120, Blue: < 120 })
                    return true;
            return false;
        }

        for (var i = 0; i < 10; i++)
        {
            HasRed(0, i).Should().BeFalse();
            HasRed(1, i).Should().Be(random.Labels[i] != random.TrueLabels[i]);
        }
    }

    [Fact]
    public void The_curves_are_drawn_also_where_a_run_has_no_steps()
    {
        using var curves = Draw(path => Pictures.LossCurves(path, [("true-labels", []), ("gaussian", [2, 1.5f, 1.25f])]));
        (curves.Width, curves.Height).Should().Be((1200, 800));
        curves.Pixels.Distinct().Count().Should().BeGreaterThan(20, "a curve, axes and text leave more than one colour");
    }
}
