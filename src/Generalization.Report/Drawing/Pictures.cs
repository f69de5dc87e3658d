using System.Collections.Immutable;
using System.Reflection;
using Generalization.Data;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Files;
using ScottPlot;
using SkiaSharp;

namespace Generalization.Report.Drawing;

/// <summary>The pictures of a randomization test, as PNG files.</summary>
public static class Pictures
{
    private static readonly SKTypeface Typeface = LoadTypeface();

    // Drawn with our own font: a machine without fonts would leave every label blank.
    internal static string FontName => EmbeddedFont.Of(Typeface);

    /// <summary>Figure 1a for these runs: training loss against steps, one curve for each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">The runs' transformations and the loss of every step; those without steps are left out.</param>
    public static void LossCurves(string path, IEnumerable<(string Corruption, ImmutableArray<float> StepLosses)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        using var plot = new Plot();
        plot.Font.Set(FontName);
        foreach (var (kind, group) in runs.Where(r => r.StepLosses.Length > 0).GroupBy(r => r.Corruption).Index())
        foreach (var (repeat, run) in group.Index())
        {
            var (steps, losses) = Smooth(run.StepLosses.AsSpan(), most: 400);
            var curve = plot.Add.ScatterLine(steps, losses);
            // Seeds share their transformation's colour and its one line in the legend.
            curve.Color = plot.Add.Palette.GetColor(kind);
            curve.LegendText = repeat == 0 ? group.Key : "";
            curve.LineWidth = 2;
            // Every other one dashed: on a perceptron, shuffled pixels lie upon true labels.
            curve.LinePattern = kind % 2 == 1 ? LinePattern.Dashed : LinePattern.Solid;
        }

        plot.Title("Training loss against steps");
        plot.XLabel("steps");
        plot.YLabel("loss (nats)");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.AutoScale();
        plot.Axes.SetLimits(left: 0, bottom: 0);
        WholeFile.Write(path, plot.GetImage(1200, 800).GetImageBytes());
    }

    /// <summary>Relative residuals against iterations, logarithmic, a curve for each set of labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="histories">The labels' names and the residual after each iteration.</param>
    public static void Residuals(string path, IEnumerable<(string Labels, ImmutableArray<double> Residuals)> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        using var plot = new Plot();
        plot.Font.Set(FontName);
        foreach (var (labels, residuals) in histories)
        {
            var curve = plot.Add.ScatterLine(
                Enumerable.Range(1, residuals.Length).Select(i => (double)i).ToArray(),
                [.. residuals.Select(r => Math.Log10(Math.Max(r, 1e-16)))]
            );
            curve.LegendText = $"{labels} labels";
            curve.LineWidth = 2;
        }

        plot.Title("Relative residual against iterations");
        plot.XLabel("iterations");
        plot.YLabel("relative residual");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.AutoScale();
        LogTicks.Set(plot.Axes.Left);
        WholeFile.Write(path, plot.GetImage(1200, 800).GetImageBytes());
    }

    /// <summary>A finite-sample network along its projection, about its middle, with the points that it goes through.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network; its first output is drawn.</param>
    public static void AlongProjection(string path, ProjectionCurve network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var plot = new Plot();
        plot.Font.Set(FontName);
        var curve = plot.Add.ScatterLine(Xs(network.Kinks), Ys(network.Kinks));
        curve.LegendText = "the network";
        curve.LineWidth = 2;
        var dots = plot.Add.ScatterPoints(Xs(network.Points), Ys(network.Points));
        dots.LegendText = "training points";
        dots.MarkerSize = 9;
        plot.Title(FormattableString.Invariant($"{network.Points.Length} of {network.Total} points along the projection"));
        plot.XLabel("projection");
        plot.YLabel("output");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.AutoScale();
        WholeFile.Write(path, plot.GetImage(1200, 800).GetImageBytes());
    }

    /// <summary>Distances to the interpolant of least norm against epochs, both logarithmic, a curve for each way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="paths">The ways and their names.</param>
    public static void Distances(string path, IEnumerable<(string Name, ImmutableArray<(int Epoch, double Distance)> Points)> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        LogLog(
            path,
            "Distance to the interpolant of least norm",
            "epochs",
            "distance",
            paths.Select(p =>
                (p.Name, (IReadOnlyList<(double, double)>)[.. p.Points.Where(q => q.Epoch > 0).Select(q => ((double)q.Epoch, q.Distance))])
            )
        );
    }

    /// <summary>Curves on two logarithmic axes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title.</param>
    /// <param name="across">What lies on the horizontal axis.</param>
    /// <param name="up">What lies on the vertical axis.</param>
    /// <param name="curves">Each curve's name and points; values are positive, or count as 1e-16.</param>
    /// <param name="rising">Whether the curves rise, so that the legend is in their way at the bottom. Default: they fall.</param>
    public static void LogLog(
        string path,
        string title,
        string across,
        string up,
        IEnumerable<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves,
        bool rising = false
    )
    {
        ArgumentNullException.ThrowIfNull(curves);
        const double least = 1e-16;
        using var plot = new Plot();
        plot.Font.Set(FontName);
        foreach (var (name, points) in curves)
        {
            var curve = plot.Add.ScatterLine(
                points.Select(p => Math.Log10(Math.Max(p.X, least))).ToArray(),
                points.Select(p => Math.Log10(Math.Max(p.Y, least))).ToArray()
            );
            curve.LegendText = name;
            curve.LineWidth = 2;
            curve.MarkerSize = points.Count <= 20 ? 8 : 0;
        }

        plot.Title(title);
        plot.XLabel(across);
        plot.YLabel(up);
        plot.ShowLegend(rising ? Alignment.UpperLeft : Alignment.LowerLeft);
        plot.Axes.AutoScale();
        LogTicks.Set(plot.Axes.Left);
        LogTicks.Set(plot.Axes.Bottom);
        WholeFile.Write(path, plot.GetImage(1200, 800).GetImageBytes());
    }

    /// <summary>A contact sheet: the same first images under each corruption, a row for each, with the labels that were trained
    /// on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The corruptions' names and the training sets.</param>
    /// <param name="count">How many images. Default: 10.</param>
    public static void ContactSheet(string path, IEnumerable<(string Name, Dataset Train)> rows, int count = 10) =>
        ContactSheet(path, rows.Select(r => (r.Name, r.Train, Enumerable.Range(0, r.Train.Count))), count);

    /// <summary>A contact sheet of chosen images, such as those that each run memorized last, with the labels that were trained
    /// on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows' names, the sets, and the images' positions in them.</param>
    /// <param name="count">How many images at most. Default: 10.</param>
    public static void ContactSheet(string path, IEnumerable<(string Name, Dataset Train, IEnumerable<int> Positions)> rows, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Sheet(path, count, [.. rows]);
    }

    /// <summary>One image as PNG, a pixel a pixel.</summary>
    /// <param name="set">The set.</param>
    /// <param name="position">The image's position in it.</param>
    internal static byte[] Png(Dataset set, int position)
    {
        using var bitmap = ToBitmap(set, position);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void Sheet(string path, int count, (string Name, Dataset Set, IEnumerable<int> Positions)[] rows)
    {
        const int cell = 96,
            label = 20,
            left = 150,
            gap = 8,
            top = 10;
        var columns = Math.Min(count, rows.Max(r => r.Set.Count));
        using var surface = SKSurface.Create(
            new SKImageInfo(left + columns * (cell + gap) + gap, top + rows.Length * (cell + label + gap))
        );
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using var font = new SKFont(Typeface, 15);
        using var small = new SKFont(Typeface, 12);
        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var red = new SKPaint { Color = new SKColor(0xC0, 0x20, 0x20), IsAntialias = true };
        foreach (var (row, (name, set, positions)) in rows.Index())
        {
            var y = top + row * (cell + label + gap);
            canvas.DrawText(name, 10, y + cell / 2, SKTextAlign.Left, font, black);
            foreach (var (column, i) in positions.Take(columns).Index())
            {
                var x = left + column * (cell + gap);
                using var bitmap = ToBitmap(set, i);
                using var image = SKImage.FromBitmap(bitmap);
                canvas.DrawImage(image, new SKRect(x, y, x + cell, y + cell), new SKSamplingOptions(SKFilterMode.Nearest));
                var changed = set.Labels[i] != set.TrueLabels[i];
                canvas.DrawText(
                    set.ClassNames[(int)set.Labels[i]],
                    x + cell / 2,
                    y + cell + 14,
                    SKTextAlign.Center,
                    small,
                    changed ? red : black
                );
            }
        }

        using var snapshot = surface.Snapshot();
        using var data = snapshot.Encode(SKEncodedImageFormat.Png, 100);
        WholeFile.Write(path, data.ToArray());
    }

    private static SKBitmap ToBitmap(Dataset set, int index)
    {
        var (shape, pixels) = (set.Shape, set.Pixels.ReadImage(index));
        // Raw values have no black and white of their own: the image's least and largest are.
        var (black, white) = set.Pixels.Scale == PixelScale.Bytes ? (0, 255) : (pixels.Min(), pixels.Max());
        var stretch = white > black ? 255 / (white - black) : 0;
        byte Value(int channel, int position) =>
            (byte)Math.Clamp((pixels[Math.Min(channel, shape.Channels - 1) * shape.Positions + position] - black) * stretch, 0, 255);

        var bitmap = new SKBitmap(shape.Width, shape.Height);
        for (var p = 0; p < shape.Positions; p++)
            bitmap.SetPixel(p % shape.Width, p / shape.Width, new SKColor(Value(0, p), Value(1, p), Value(2, p)));
        return bitmap;
    }

    private static double[] Xs(ImmutableArray<(double X, double)> points) => [.. points.Select(p => p.X)];

    private static double[] Ys(ImmutableArray<(double, double Y)> points) => [.. points.Select(p => p.Y)];

    private static (double[] Steps, double[] Losses) Smooth(ReadOnlySpan<float> losses, int most)
    {
        var block = Math.Max(1, losses.Length / most);
        var (steps, means) = (new List<double>(), new List<double>());
        for (var i = 0; i < losses.Length; i += block)
        {
            var end = Math.Min(losses.Length, i + block);
            var sum = 0.0;
            for (var j = i; j < end; j++)
                sum += losses[j];
            steps.Add((i + end) / 2.0);
            means.Add(sum / (end - i));
        }

        return ([.. steps], [.. means]);
    }

    private static SKTypeface LoadTypeface()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("OpenSans-Regular.ttf")!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class EmbeddedFont(SKTypeface typeface) : IFontResolver
    {
        private const string Name = "Generalization Open Sans";
        private static readonly Lock Registration = new();
        private static bool registered;

        public static string Of(SKTypeface typeface)
        {
            lock (Registration)
            {
                if (!registered)
                    Fonts.FontResolvers.Insert(0, new EmbeddedFont(typeface));
                registered = true;
                return Name;
            }
        }

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? typeface : null;

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? typeface : null;
    }
}
