using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>A convolutional layer whose filters are random patches of the training images, whitened; rectified on both sides and
/// pooled.</summary>
/// <remarks>
/// <para>A patch x of p × p pixels of all channels, 0–255, becomes x̂ = (x − mean) / √(variance + NormalizationOffset), the variance the
/// mean squared deviation, and w = W(x̂ − m), with m the mean of sampled patches x̂ and W = V (Λ + ε)^(−½) Vᵀ from their covariance V Λ Vᵀ,
/// in float64. A filter f is the w of a random patch divided by its length; a constant patch is drawn again.</para>
/// <para>For every patch of an image z = ⟨f, w⟩ = ⟨Wf, x̂⟩ − ⟨f, Wm⟩ gives max(0, z − α) and max(0, −z − α), each summed over the cells of
/// a grid and divided by the patches of the largest cell. Cell r of g takes the patch rows from ⌈rP/g⌉ to before ⌈(r + 1)P/g⌉, P = H − p +
/// 1.</para>
/// <para>A block's columns are (filter, side, cell row, cell column), the last one the quickest. Filter i is a function of the seed, i and
/// the images, the same whatever the number of filters. Source: section 5, Table 3; Coates and Ng, "Learning feature representations with
/// k-means", 2012, with patches picked at random instead of k-means.</para>
/// </remarks>
public sealed class RandomConvolution : FeatureMap
{
    private const int PatchesAtOnce = 4096,
        MostDraws = 1000;

    private readonly ImageShape shape;
    private readonly Matrix<double> whitening,
        filters;
    private readonly Vector<double> patchMean;
    private readonly float[] folded,
        offsets; // Wf, (F, d); ⟨f, Wm⟩, (F)

    private RandomConvolution(
        ImageShape shape,
        RandomConvolutionOptions options,
        Matrix<double> whitening,
        Vector<double> patchMean,
        Matrix<double> filters
    )
    {
        (this.shape, Options) = (shape, options);
        (this.whitening, this.patchMean, this.filters) = (whitening, patchMean, filters);
        (folded, offsets) = (new float[filters.RowCount * filters.ColumnCount], new float[filters.RowCount]);
        for (var i = 0; i < offsets.Length; i++)
        {
            var own = whitening * filters.Row(i);
            offsets[i] = (float)(own * patchMean);
            for (var j = 0; j < own.Count; j++)
                folded[i * own.Count + j] = (float)own[j];
        }
    }

    /// <summary>The options.</summary>
    public RandomConvolutionOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => "random-conv";

    /// <inheritdoc/>
    public override int Dimension => Options.Filters * FeaturesPerFilter;

    /// <inheritdoc/>
    public override int BlockCount => (Options.Filters + Options.FiltersPerBlock - 1) / Options.FiltersPerBlock;

    /// <inheritdoc/>
    public override int BlockWidth => Math.Min(Options.Filters, Options.FiltersPerBlock) * FeaturesPerFilter;

    private int FeaturesPerFilter => 2 * Options.Pooling * Options.Pooling;

    private int PatchLength => shape.Channels * Options.PatchSize * Options.PatchSize;

    /// <summary>W, (d, d), symmetric, d = C · p · p; a copy.</summary>
    public Matrix<double> Whitening() => whitening.Clone();

    /// <summary>m, (d); a copy.</summary>
    public Vector<double> PatchMean() => patchMean.Clone();

    /// <summary>The filters f, (Filters, d), each row (channel, row, column) and of length 1; a copy.</summary>
    public Matrix<double> Filters() => filters.Clone();

    /// <summary>Fits whitening to patches of the training images and picks the filters, on the CPU.</summary>
    /// <param name="train">The training images.</param>
    /// <param name="options">The filters and the pooling.</param>
    /// <param name="seed">The seed; which patches are drawn depends on it and on the number and shape of the images.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Patches are larger than the images, the grid is finer than there are patches, or 1,000 patches
    /// drawn for one filter are all constant.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RandomConvolution Fit(Dataset train, RandomConvolutionOptions options, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        var (shape, size) = (train.Shape, options.PatchSize);
        if (size > Math.Min(shape.Height, shape.Width))
            throw new ArgumentException(
                $"Patches of {size} × {size} must fit into the images, but these are {shape}; choose a smaller PatchSize.",
                nameof(options)
            );
        var (down, across) = (shape.Height - size + 1, shape.Width - size + 1);
        if (options.Pooling > Math.Min(down, across))
            throw new ArgumentException(
                $"A grid of {options.Pooling} × {options.Pooling} cells needs as many patches a column and a row, but images "
                    + $"of {shape} have {down} × {across} of {size} × {size}; choose a smaller Pooling.",
                nameof(options)
            );
        TorchBackend.EnsureLoaded();
        var patches = new PatchSource(train, options);
        var (whitening, mean) = FitWhitening(patches, options, seed, token);
        return new RandomConvolution(shape, options, whitening, mean, PickFilters(patches, options, whitening, mean, seed, token));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Tensor Block(int block, Dataset images, Device? device = null, CancellationToken token = default) =>
        Block(block, images, device, device is null || device.type == DeviceType.CPU, token);

    /// <param name="block">The block.</param>
    /// <param name="images">The images.</param>
    /// <param name="device">The device.</param>
    /// <param name="fused">In few passes over memory, on the CPU; else by operators that every device has.</param>
    /// <param name="token">Ends the work early.</param>
    internal Tensor Block(int block, Dataset images, Device? device, bool fused, CancellationToken token)
    {
        FeatureImages.Check(this, shape, block, images);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var at = device ?? CPU;
        var first = block * Options.FiltersPerBlock;
        var count = Math.Min(Options.FiltersPerBlock, Options.Filters - first);
        var own = tensor(folded.AsSpan(first * PatchLength, count * PatchLength).ToArray(), [1, count, PatchLength]).to(at);
        var shift = offsets.AsMemory(first, count);
        var featuresOf = fused ? Fused(own, shift) : ByOperators(own, tensor(shift.ToArray(), [1, count, 1]).to(at), CellWeights().to(at));
        var perImage =
            sizeof(float) * (long)(shape.Height - Options.PatchSize + 1) * (shape.Width - Options.PatchSize + 1) * (PatchLength + count);
        return FeatureImages
            .InBatches(images, count * FeaturesPerFilter, FeatureImages.AtOnce(fused ? perImage : 3 * perImage, at), at, token, featuresOf)
            .MoveToOuterDisposeScope();
    }

    private Func<Tensor, Tensor> Fused(Tensor own, ReadOnlyMemory<float> shift)
    {
        var pooling = new PatchPooling(shape, Options);
        return pixels =>
        {
            var patches = pooling.Patches(pixels); // (n, d, P)
            return pooling.Pool(own.expand(patches.shape[0], -1, -1).bmm(patches), shift);
        };
    }

    private Func<Tensor, Tensor> ByOperators(Tensor own, Tensor shift, Tensor cells) =>
        pixels =>
        {
            var n = pixels.shape[0];
            var windows = pixels.unfold(2, Options.PatchSize, 1).unfold(3, Options.PatchSize, 1); // (n, C, H − p + 1, W − p + 1, p, p)
            var patches = Normalize(windows.permute(0, 1, 4, 5, 2, 3).reshape(n, PatchLength, -1)); // (n, d, P)
            var responses = own.expand(n, -1, -1).bmm(patches).sub_(shift); // (n, F, P)
            if (Options.Threshold > 0)
                responses = nn.functional.softshrink(responses, Options.Threshold);
            var above = responses.AtLeast(0).matmul(cells); // (n, F, g²)
            var below = responses.AtMostInPlace(0).matmul(cells).neg_();
            return stack([above, below], 2).flatten(1);
        };

    private Tensor Normalize(Tensor patches)
    {
        patches.sub_(patches.mean([1L], keepdim: true));
        return patches.mul_(patches.Squared().mean([1L], keepdim: true).PlusInPlace(Options.NormalizationOffset).rsqrt_());
    }

    private Tensor CellWeights()
    {
        var (down, across, grid) = (shape.Height - Options.PatchSize + 1, shape.Width - Options.PatchSize + 1, Options.Pooling);
        var largest = ((down + grid - 1) / grid) * ((across + grid - 1) / grid);
        var weights = new float[down * across * grid * grid];
        for (var y = 0; y < down; y++)
        for (var x = 0; x < across; x++)
            weights[(y * across + x) * grid * grid + y * grid / down * grid + x * grid / across] = 1f / largest;
        return tensor(weights, [down * across, grid * grid]);
    }

    private static (Matrix<double> Whitening, Vector<double> Mean) FitWhitening(
        PatchSource patches,
        RandomConvolutionOptions options,
        ulong seed,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var length = patches.Length;
        var key = new RandomKey(seed, RandomPurpose.FilterWhiteningSample);
        var sum = zeros([length], ScalarType.Float64);
        var products = zeros([length, length], ScalarType.Float64);
        var values = new double[Math.Min(PatchesAtOnce, options.PatchSamples) * length];
        for (var first = 0; first < options.PatchSamples; first += PatchesAtOnce)
        {
            token.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            var count = Math.Min(PatchesAtOnce, options.PatchSamples - first);
            for (var i = 0; i < count; i++)
            {
                var random = key.Stream(first + i);
                patches.Draw(ref random, values.AsSpan(i * length, length));
            }

            var drawn = tensor(values.AsSpan(0, count * length).ToArray(), [count, length]); // (n, d)
            sum.PlusInPlace(drawn.sum(dim: 0));
            products.addmm_(drawn.t(), drawn);
        }

        var mean = sum.DividedBy(options.PatchSamples);
        var (variances, axes) = linalg.eigh(products.DividedBy(options.PatchSamples) - outer(mean, mean));
        var whitening = (axes / variances.AtLeast(0).Plus(options.WhiteningEpsilon).sqrt()).mm(axes.t()); // (d, d)
        return (
            Matrix<double>.Build.Dense(length, length, whitening.contiguous().data<double>().ToArray()),
            Vector<double>.Build.Dense(mean.data<double>().ToArray())
        );
    }

    private static Matrix<double> PickFilters(
        PatchSource patches,
        RandomConvolutionOptions options,
        Matrix<double> whitening,
        Vector<double> mean,
        ulong seed,
        CancellationToken token
    )
    {
        var key = new RandomKey(seed, RandomPurpose.RandomFilters);
        var filters = Matrix<double>.Build.Dense(options.Filters, patches.Length);
        var patch = new double[patches.Length];
        for (var i = 0; i < options.Filters; i++)
        {
            token.ThrowIfCancellationRequested();
            var random = key.Stream(i);
            for (var draws = 1; !patches.Draw(ref random, patch); draws++)
                if (draws == MostDraws)
                    throw new ArgumentException(
                        $"A filter needs a patch whose pixels differ, but {MostDraws} drawn from {patches.Name} were "
                            + "constant; use other images or a larger PatchSize.",
                        "train"
                    );
            var whitened = whitening * (Vector<double>.Build.Dense(patch) - mean);
            filters.SetRow(i, whitened / whitened.L2Norm());
        }

        return filters;
    }

    private sealed class PatchSource(Dataset images, RandomConvolutionOptions options)
    {
        public string Name => images.Name;

        public int Length { get; } = images.Shape.Channels * options.PatchSize * options.PatchSize;

        // False where the patch is constant.
        public bool Draw(ref RandomStream random, Span<double> patch)
        {
            var (shape, size) = (images.Shape, options.PatchSize);
            var image = random.NextInt32(images.Count);
            var (top, left) = (random.NextInt32(shape.Height - size + 1), random.NextInt32(shape.Width - size + 1));
            images.Pixels.ReadPatch(image, top, left, size, size, patch);
            var (mean, variance) = (0.0, 0.0);
            foreach (var value in patch)
                mean += value / patch.Length;
            foreach (var value in patch)
                variance += (value - mean) * (value - mean) / patch.Length;
            var constant = patch.IndexOfAnyExcept(patch[0]) < 0;
            foreach (ref var value in patch)
                value = (value - mean) / Math.Sqrt(variance + options.NormalizationOffset);
            return !constant;
        }
    }
}
