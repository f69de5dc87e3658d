using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Measures.WholeSet;

/// <summary>Each image made small: the means of 8 × 8 cells of each channel, minus their mean, of the length 1. A product of two is the
/// correlation of the small images.</summary>
internal sealed class ImageSketches : IDisposable
{
    private const int Side = 8;

    private ImageSketches(Tensor values, double[] means, double[] lengths) => (Values, Means, Lengths) = (values, means, lengths);

    /// <summary>(N, d), float32, rows of length 1 or 0.</summary>
    public Tensor Values { get; }

    /// <summary>The mean of all pixels of each image.</summary>
    public double[] Means { get; }

    /// <summary>‖x − mean‖ of each whole image; 0 where all of its pixels are the same.</summary>
    public double[] Lengths { get; }

    public static ImageSketches Of(ImageSet images, CancellationToken token)
    {
        var shape = images.Shape;
        var (rows, columns) = (Math.Min(Side, shape.Height), Math.Min(Side, shape.Width));
        var d = shape.Channels * rows * columns;
        var sketches = new float[(long)images.Count * d];
        var (means, lengths) = (new double[images.Count], new double[images.Count]);
        Parallel.For(
            0,
            images.Count,
            new ParallelOptions { CancellationToken = token },
            () => (Pixels: new double[shape.Size], Cells: new double[d]),
            (i, _, mine) =>
            {
                images.Read(i, mine.Pixels);
                means[i] = mine.Pixels.Average();
                lengths[i] = Centred(mine.Pixels, means[i]);
                Shrink(mine.Pixels, shape, rows, columns, mine.Cells);
                var length = Centred(mine.Cells, mine.Cells.Average());
                // What is left of an even image by rounding is no picture.
                if (lengths[i] > 0 && length > 1e-9 * lengths[i])
                    for (var c = 0; c < d; c++)
                        sketches[(long)i * d + c] = (float)(mine.Cells[c] / length);
                return mine;
            },
            _ => { }
        );
        return new(tensor(sketches, [images.Count, d]), means, lengths);
    }

    public void Dispose() => Values.Dispose();

    private static double Centred(Span<double> values, double mean)
    {
        double squares = 0;
        foreach (ref var value in values)
        {
            value -= mean;
            squares += value * value;
        }

        return Math.Sqrt(squares);
    }

    private static void Shrink(double[] pixels, ImageShape shape, int rows, int columns, double[] cells)
    {
        for (var c = 0; c < shape.Channels; c++)
        for (var r = 0; r < rows; r++)
        for (var s = 0; s < columns; s++)
        {
            var (top, bottom) = (r * shape.Height / rows, (r + 1) * shape.Height / rows);
            var (left, right) = (s * shape.Width / columns, (s + 1) * shape.Width / columns);
            double sum = 0;
            for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                sum += pixels[(c * shape.Height + y) * shape.Width + x];
            cells[(c * rows + r) * columns + s] = sum / ((bottom - top) * (right - left));
        }
    }
}
