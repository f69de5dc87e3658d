using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Replaces every pixel by a Gaussian number with the training set's mean and variance.</summary>
/// <remarks>
/// <para>x′ᵢ[c, j] ~ N(μ_c, σ_c²), drawn once for each image of each split; μ_c and σ_c² are the mean and population variance of
/// channel c over the training set. Not clipped.</para>
/// <para>(N, C, H, W) uint8 or float32 → float32 on the 0–255 scale. Source: section 2.1, "Gaussian".</para>
/// </remarks>
public sealed record GaussianPixels : PixelCorruption
{
    private const int ImagesAtOnce = 256;

    // More standard deviations than a draw is from the mean: its uniform numbers have at most 53 bits.
    private const double MostDeviations = 10;

    /// <summary>Gaussian pixels whose statistics are taken from the training set when they are first needed.</summary>
    public GaussianPixels() { }

    /// <summary>Gaussian pixels of given statistics.</summary>
    /// <param name="means">μ_c for each channel, on the 0–255 scale.</param>
    /// <param name="standardDeviations">σ_c for each channel, at least 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite or a σ negative, or pixels of them are beyond
    /// float32.</exception>
    public GaussianPixels(IEnumerable<double> means, IEnumerable<double> standardDeviations)
    {
        (Means, StandardDeviations) = ([.. means], [.. standardDeviations]);
        if (Means.Length == 0 || Means.Length != StandardDeviations.Length)
            throw new ArgumentException(
                $"One mean and one standard deviation are needed for each channel, but there were {Means.Length} and "
                    + $"{StandardDeviations.Length}."
            );
        if (Means.Any(m => !double.IsFinite(m)) || StandardDeviations.Any(s => !double.IsFinite(s) || s < 0))
            throw new ArgumentException("Means must be finite and standard deviations finite and at least 0, but one was not.");
        if (BeyondFloat32(Means, StandardDeviations) is >= 0 and var channel)
            throw new ArgumentException(
                FormattableString.Invariant($"Gaussian pixels must be in the range of float32, but channel {channel} has the mean ")
                    + FormattableString.Invariant($"{Means[channel]:R} and the standard deviation {StandardDeviations[channel]:R}; ")
                    + "give smaller ones."
            );
    }

    /// <summary>μ_c; empty until fitted.</summary>
    public ImmutableArray<double> Means { get; } = [];

    /// <summary>σ_c; empty until fitted.</summary>
    public ImmutableArray<double> StandardDeviations { get; } = [];

    /// <inheritdoc/>
    public override string Name => "gaussian";

    /// <inheritdoc/>
    public override DatasetCorruption FitTo(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (Means.Length > 0)
            return this;
        if (train.Split != DatasetSplit.Train)
            throw new ArgumentException(
                $"The Gaussian's mean and variance are those of the training set, but the {train.Split} set was given.",
                nameof(train)
            );
        // Mean first and then squared differences, image by image: exact enough for any number of pixels.
        var count = (double)train.Count * train.Shape.Positions;
        var means = SumOver(train, (_, x) => x);
        for (var c = 0; c < means.Length; c++)
            means[c] /= count;
        var deviations = SumOver(train, (c, x) => (x - means[c]) * (x - means[c]));
        for (var c = 0; c < means.Length; c++)
            deviations[c] = Math.Sqrt(deviations[c] / count);
        if (BeyondFloat32(means, deviations) is >= 0 and var channel)
            throw new ArgumentException(
                FormattableString.Invariant($"Pixels that become Gaussian must be in the range of float32, but channel {channel} of ")
                    + FormattableString.Invariant($"{train.Name} has the mean {means[channel]:R} and the standard deviation ")
                    + FormattableString.Invariant($"{deviations[channel]:R}; scale the pixels."),
                nameof(train)
            );
        return new GaussianPixels(means, deviations);
    }

    /// <inheritdoc/>
    protected override RandomPurpose Purpose => RandomPurpose.GaussianPixels;

    /// <inheritdoc/>
    protected override PixelType TypeAfter(PixelType type) => PixelType.Float32;

    /// <inheritdoc/>
    protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
    {
        var pixels = MemoryMarshal.Cast<T, float>(changed); // as TypeAfter says
        random.FillGaussian(pixels);
        var positions = at.Shape.Positions;
        for (var c = 0; c < Means.Length; c++)
        {
            var (mean, deviation) = ((float)Means[c], (float)StandardDeviations[c]);
            foreach (ref var pixel in pixels.Slice(c * positions, positions))
                pixel = mean + deviation * pixel;
        }
    }

    private protected override bool ReadsPixels => false;

    // A record's own words do not name the statistics.
    private protected override string Words =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} of {string.Join(' ', Means.Concat(StandardDeviations).Select(Exact))}");

    private protected override void Check(Dataset data)
    {
        if (Means.Length == 0)
            throw new InvalidOperationException(
                "Gaussian pixels need the training set's mean and variance: call FitTo with the training set, "
                    + "or corrupt both splits together."
            );
        if (Means.Length != data.Shape.Channels)
            throw new ArgumentException(
                $"The Gaussian's statistics are for {Means.Length} channels, but {data.Name} has {data.Shape.Channels}.",
                nameof(data)
            );
    }

    /// <inheritdoc/>
    public bool Equals(GaussianPixels? other) =>
        other is not null && Means.SequenceEqual(other.Means) && StandardDeviations.SequenceEqual(other.StandardDeviations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Means.Length, Means.FirstOrDefault(), StandardDeviations.FirstOrDefault());

    // The first channel with a draw that may not be finite; -1 where there is none.
    private static int BeyondFloat32(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        for (var c = 0; c < means.Count; c++)
            if (!(Math.Abs(means[c]) + MostDeviations * deviations[c] <= float.MaxValue))
                return c;
        return -1;
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double[] SumOver(Dataset data, Func<int, double, double> f)
    {
        var (pixels, positions) = (data.Pixels, data.Shape.Positions);
        var totals = new double[data.Shape.Channels];
        var image = new double[data.Shape.Size];
        for (var first = 0; first < data.Count; first += ImagesAtOnce)
        {
            int[] some = [.. Enumerable.Range(first, Math.Min(ImagesAtOnce, data.Count - first))];
            // A source that makes its pixels may make some at once.
            var block = pixels.IsResident ? pixels : pixels.Select(some).ToMemory();
            for (var i = 0; i < some.Length; i++)
            {
                block.ReadImage(pixels.IsResident ? first + i : i, image);
                for (var c = 0; c < totals.Length; c++)
                {
                    var sum = 0.0;
                    foreach (var pixel in image.AsSpan(c * positions, positions))
                        sum += f(c, pixel);
                    totals[c] += sum;
                }
            }
        }

        return totals;
    }
}
