using System.Globalization;
using Generalization.Data;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>Responses of a fixed bank of Gabor filters, rectified and pooled; one block a wavelength.</summary>
/// <remarks>
/// <para>With u = x cos θ + y sin θ, v = −x sin θ + y cos θ, σ = Bandwidth · λ and e = exp(−(u² + (AspectRatio · v)²) / 2σ²), the even
/// filter is e · (cos(2πu/λ) − c) and the odd one e · sin(2πu/λ), c such that the even one sums to 0, each of length 1, cut off at 3σ. They
/// are correlated with each channel of pixels/255, outside of which there are zeros.</para>
/// <para>Rectified responses m are pooled to Σ a(r, y) a(s, x) m(y, x) for cell (r, s), a(r, ·) a Gaussian about the cell's centre (r + ½)
/// H/g − ½ of standard deviation PoolingWidth · H/g that sums to 1 within the image; then come square root and normalization. A blank image
/// has features 0.</para>
/// <para>A block's columns are (channel, orientation, map, cell row, cell column), the last one the quickest. On a GPU cuDNN may convolve
/// in TF32, which changes features by about a thousandth. Source: section 5, Table 3, "Gabor filters", of which the paper says no
/// more.</para>
/// </remarks>
public sealed class GaborFeatures : FeatureMap
{
    private readonly ImageShape shape;
    private readonly float[][] banks; // for each block (orientation, even and odd, row, column)
    private readonly float[] rows,
        columns; // (g, H), (g, W)

    private GaborFeatures(ImageShape shape, GaborOptions options)
    {
        (this.shape, Options) = (shape, options);
        banks = [.. Enumerable.Range(0, options.Scales).Select(MakeBank)];
        (rows, columns) = (Weights(shape.Height), Weights(shape.Width));
    }

    /// <summary>The options.</summary>
    public GaborOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => "gabor";

    /// <inheritdoc/>
    public override int Dimension => BlockCount * Width;

    /// <inheritdoc/>
    public override int BlockCount => Options.Scales;

    private int Width => shape.Channels * Options.Orientations * MapsPerOrientation * Options.Grid * Options.Grid;

    private int MapsPerOrientation => Options.Rectification == GaborRectification.Modulus ? 1 : 4;

    /// <summary>A map for images of one shape; nothing is fitted.</summary>
    /// <param name="shape">The images' shape.</param>
    /// <param name="options">The filters and the pooling. Default: as <see cref="GaborOptions"/> says.</param>
    /// <exception cref="ArgumentException">The grid is finer than the images, or the longest wavelength is more than twice their longer
    /// side.</exception>
    public static GaborFeatures Create(ImageShape shape, GaborOptions? options = null)
    {
        options ??= new GaborOptions();
        if (options.Grid > Math.Min(shape.Height, shape.Width))
            throw new ArgumentException(
                $"A grid of {options.Grid} × {options.Grid} cells needs as many rows and columns, but the "
                    + $"images are {shape}; choose a smaller Grid.",
                nameof(options)
            );
        var (longest, limit) = (options.Wavelength(options.Scales - 1), 2 * Math.Max(shape.Height, shape.Width));
        if (!(longest <= limit))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The longest wavelength must be at most {limit}, twice the longer side of images of {shape}, but was "
                        + $"{longest:g6}; choose fewer Scales or a smaller WavelengthRatio."
                ),
                nameof(options)
            );
        return new GaborFeatures(shape, options);
    }

    /// <summary>The filters of one block.</summary>
    /// <param name="block">Which, in [0, <see cref="BlockCount"/>).</param>
    /// <returns>(orientations, 2, side, side), float32, on the CPU, the even one first; the caller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public Tensor Filters(int block)
    {
        if (block < 0 || block >= BlockCount)
            throw new ArgumentOutOfRangeException(nameof(block), $"Block must lie in [0, {BlockCount - 1}], but was {block}.");
        TorchBackend.EnsureLoaded();
        return tensor(banks[block], [Options.Orientations, 2, Side(block), Side(block)]);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Tensor Block(int block, Dataset images, Device? device = null, CancellationToken token = default)
    {
        FeatureImages.Check(this, shape, block, images);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var at = device ?? CPU;
        var bank = Filters(block).flatten(0, 1).unsqueeze(1).to(at); // (2k, 1, side, side)
        var (pooledRows, pooledColumns) = (
            tensor(rows, [Options.Grid, shape.Height]).to(at),
            tensor(columns, [Options.Grid, shape.Width]).to(at).t()
        );
        var divisor = images.Pixels.Scale.Divisor();
        var atOnce = FeatureImages.AtOnce(6L * sizeof(float) * shape.Size * Options.Orientations, at);
        return FeatureImages
            .InBatches(
                images,
                Width,
                atOnce,
                at,
                token,
                pixels =>
                {
                    var maps = Rectify(
                        nn.functional.conv2d(
                            (divisor == 1 ? pixels : pixels.DividedByInPlace(divisor)).flatten(0, 1).unsqueeze(1),
                            bank,
                            padding: [Side(block) / 2, Side(block) / 2]
                        )
                    );
                    // (n, C·k·maps, g, g)
                    var cells = pooledRows.matmul(maps).matmul(pooledColumns).view(pixels.shape[0], -1, Options.Grid, Options.Grid);
                    return Normalize(Options.SquareRoot ? cells.sqrt_() : cells).flatten(1);
                }
            )
            .MoveToOuterDisposeScope();
    }

    // (n·C, 2k, H, W) → (n·C, k·maps, H, W)
    private Tensor Rectify(Tensor responses) =>
        Options.Rectification == GaborRectification.Modulus
            ? responses.unflatten(1, [Options.Orientations, 2]).Squared().sum(dim: 2).sqrt_()
            : stack([responses.relu(), responses.neg().relu_()], 2).flatten(1, 2);

    private Tensor Normalize(Tensor cells)
    {
        if (Options.Normalization == GaborNormalization.None)
            return cells;
        var lengths = cells.Squared().sum(Options.Normalization == GaborNormalization.Cell ? [1] : [1, 2, 3], keepdim: true).sqrt_();
        if (Options.Normalization == GaborNormalization.Cell)
            lengths = lengths.Plus(lengths.mean([2L, 3L], keepdim: true).TimesInPlace(0.5));
        return cells.div_(lengths.AtLeastInPlace(1e-20));
    }

    private int Side(int block)
    {
        var reach = 3 * Options.Bandwidth * Options.Wavelength(block) * Math.Max(1, 1 / Options.AspectRatio);
        // A pixel sees no farther than the images' other side, beyond which all is zero.
        return 2 * (int)Math.Ceiling(Math.Clamp(reach, 1, Math.Max(1, Math.Max(shape.Height, shape.Width) - 1))) + 1;
    }

    private float[] MakeBank(int block)
    {
        var (side, wavelength) = (Side(block), Options.Wavelength(block));
        var sigma = Options.Bandwidth * wavelength;
        var bank = new float[Options.Orientations * 2 * side * side];
        var (envelope, even, odd) = (new double[side * side], new double[side * side], new double[side * side]);
        for (var k = 0; k < Options.Orientations; k++)
        {
            var (sin, cos) = Math.SinCos(Math.PI * k / Options.Orientations);
            for (var i = 0; i < envelope.Length; i++)
            {
                var (y, x) = (i / side - side / 2, i % side - side / 2);
                var (across, along) = (x * cos + y * sin, Options.AspectRatio * (y * cos - x * sin));
                envelope[i] = Math.Exp(-(across * across + along * along) / (2 * sigma * sigma));
                even[i] = envelope[i] * Math.Cos(2 * Math.PI * across / wavelength);
                odd[i] = envelope[i] * Math.Sin(2 * Math.PI * across / wavelength);
            }

            var constant = even.Sum() / envelope.Sum();
            for (var i = 0; i < even.Length; i++)
                even[i] -= constant * envelope[i];
            Unit(even).CopyTo(bank, 2 * k * side * side);
            Unit(odd).CopyTo(bank, (2 * k + 1) * side * side);
        }

        return bank;
    }

    private static float[] Unit(double[] filter)
    {
        var length = Math.Sqrt(filter.Sum(v => v * v));
        return [.. filter.Select(v => (float)(v / length))];
    }

    private float[] Weights(int size)
    {
        var weights = new float[Options.Grid * size];
        var cell = (double)size / Options.Grid;
        for (var r = 0; r < Options.Grid; r++)
        {
            var values = Enumerable.Range(0, size).Select(y => (y + 0.5 - (r + 0.5) * cell) / (Options.PoolingWidth * cell)).ToArray();
            // From the nearest pixel, so that a width near zero does not underflow to 0/0.
            var nearest = values.Min(v => v * v);
            var gaussian = values.Select(v => Math.Exp((nearest - v * v) / 2)).ToArray();
            for (var y = 0; y < size; y++)
                weights[r * size + y] = (float)(gaussian[y] / gaussian.Sum());
        }

        return weights;
    }
}
