using ScottPlot;
using SkiaSharp;

namespace Generalization.Report.Drawing;

/// <summary>Draws figures.</summary>
public static class FigureImage
{
    private const int Width = 800,
        Height = 500,
        SmallWidth = 520,
        SmallHeight = 380;
    private const string PaperName = "the paper";

    // Okabe and Ito's colours, which colour-blind readers tell apart, and brighter ones of the same hues for dark pages.
    private static readonly string[] OnLight = ["#0072B2", "#C44E00", "#00795A", "#A8457F", "#8A6D00", "#444444"];
    private static readonly string[] OnDark = ["#5CB8F0", "#FF9142", "#3AD6A6", "#F08CC6", "#E8C23C", "#C8C8C8"];

    /// <summary>How many colours there are.</summary>
    internal static int Colours => OnLight.Length;

    /// <summary>A figure as PNG, 800×500.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="dark">Whether for a dark page. Default: false.</param>
    public static byte[] Png(Figure figure, bool dark = false) => Png(figure, dark, small: false);

    /// <summary>A figure as PNG to stand beside others, 520×380, without title and legend, which the page says.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="dark">Whether for a dark page. Default: false.</param>
    public static byte[] SmallPng(Figure figure, bool dark = false) => Png(figure, dark, small: true);

    private static byte[] Png(Figure figure, bool dark, bool small)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using var plot = new Plot();
        var palette = dark ? OnDark : OnLight;
        Color Colour(int index) => Color.FromHex(palette[index % palette.Length]);
        foreach (var curve in figure.Curves)
            Add(plot, figure.LogarithmicAcross ? Logarithmic(curve) : curve, Colour(curve.Colour), small);
        foreach (var (index, mark) in figure.Marks.Index())
            Add(plot, mark, Colour(mark.Colour), index == 0 ? PaperName : "", small);
        if (!small)
            plot.Title(figure.Title);
        plot.XLabel(figure.Across);
        plot.YLabel(figure.Up);
        plot.Axes.AutoScale();
        // A marker at an edge of the axes would be cut in half.
        var marked = figure.Curves.Any(c => c.Marked) || figure.Marks.Any(m => m.X is not null);
        var widest = Largest(figure.Curves.SelectMany(c => c.Points).Select(p => p.X));
        var highest = Largest(figure.Curves.SelectMany(c => c.Points).Select(p => p.Y).Concat(figure.Marks.Select(m => m.Y)));
        plot.Axes.SetLimits(
            left: figure.LogarithmicAcross ? null : figure.Left ?? (marked ? -0.03 * widest : 0),
            bottom: 0,
            top: figure.Top ?? (marked || !figure.Marks.IsEmpty ? 1.1 * highest : null)
        );
        if (figure.LogarithmicAcross)
            LogTicks.Set(plot.Axes.Bottom);
        Style(plot, dark);
        if (small)
            Enlarge(plot);
        else
            ShowLegend(plot, figure.Legend);
        return Smallest((small ? plot.GetImage(SmallWidth, SmallHeight) : plot.GetImage(Width, Height)).GetImageBytes());
    }

    private static FigureCurve Logarithmic(FigureCurve curve) =>
        curve with
        {
            Points = [.. curve.Points.Select(p => p with { X = Math.Log10(p.X) })],
        };

    private static double Largest(IEnumerable<double> values) => values.DefaultIfEmpty().Max();

    // It is shown at about half its size.
    private static void Enlarge(Plot plot)
    {
        plot.HideLegend();
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontSize = 25;
            axis.TickLabelStyle.FontSize = 23;
        }
    }

    private static void Add(Plot plot, FigureMark mark, Color colour, string name, bool small)
    {
        if (mark.X is { } x)
        {
            var point = plot.Add.ScatterPoints(new[] { x }, new[] { mark.Y }, colour);
            point.MarkerShape = MarkerShape.OpenDiamond;
            point.MarkerSize = small ? 26 : 16;
            point.MarkerLineWidth = 3;
            point.LegendText = name;
            return;
        }

        var line = plot.Add.HorizontalLine(mark.Y, 2, colour, LinePattern.Dotted);
        line.LegendText = name;
    }

    // Pages hold each picture twice, as text: without the opacity that all of its points have, and packed as tightly as PNG can.
    private static byte[] Smallest(byte[] png)
    {
        using var decoded = SKBitmap.Decode(png);
        using var opaque = decoded.Copy(SKColorType.Rgb888x);
        using var pixels = opaque.PeekPixels();
        using var packed = pixels!.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 9));
        return packed!.ToArray();
    }

    private static void Add(Plot plot, FigureCurve curve, Color colour, bool small)
    {
        double[] across = [.. curve.Points.Select(p => p.X)],
            up = [.. curve.Points.Select(p => p.Y)];
        if (curve.ShadedToBest && up.Length > 1)
        {
            var best = (double[])up.Clone();
            for (var i = 1; i < best.Length; i++)
                best[i] = Math.Max(best[i - 1], best[i]);
            var shade = plot.Add.FillY(across, up, best);
            shade.FillColor = colour.WithAlpha(0.3);
            shade.LineWidth = 0;
            shade.MarkerSize = 0;
        }

        var line = plot.Add.Scatter(across, up, colour);
        line.LegendText = curve.Name;
        line.LineWidth = small ? 4 : 2.5f;
        line.LinePattern = curve.Dashed ? LinePattern.DenselyDashed : LinePattern.Solid;
        line.MarkerSize = curve.Marked || up.Length == 1 ? (small ? 13 : 9) : 0;
    }

    private static void Style(Plot plot, bool dark)
    {
        var (back, fore, grid) = dark ? ("#16181C", "#E6E6E6", "#33373D") : ("#FFFFFF", "#222222", "#E3E3E3");
        plot.Font.Set(Pictures.FontName);
        plot.FigureBackground.Color = plot.DataBackground.Color = Color.FromHex(back);
        plot.Axes.Color(Color.FromHex(fore));
        plot.Grid.MajorLineColor = Color.FromHex(grid);
        plot.Legend.BackgroundColor = Color.FromHex(back);
        plot.Legend.FontColor = Color.FromHex(fore);
        plot.Legend.OutlineColor = Color.FromHex(grid);
        plot.Legend.ShadowColor = Colors.Transparent;
        // Large enough to be read where a phone shows the picture at less than half its width.
        plot.Legend.FontSize = 18;
        plot.Axes.Title.Label.FontSize = 21;
        plot.Axes.Title.Label.Bold = false;
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontSize = 19;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 17;
        }
    }

    private static void ShowLegend(Plot plot, FigureLegend legend)
    {
        if (legend == FigureLegend.Below)
            plot.Legend.Orientation = Orientation.Horizontal;
        if (legend is FigureLegend.Outside or FigureLegend.Below)
            plot.ShowLegend(legend == FigureLegend.Below ? Edge.Bottom : Edge.Right);
        else
            plot.ShowLegend(
                legend switch
                {
                    FigureLegend.UpperLeft => Alignment.UpperLeft,
                    FigureLegend.LowerRight => Alignment.LowerRight,
                    _ => Alignment.UpperRight,
                }
            );
    }
}
