using System.Collections.Immutable;
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
    /// <summary>Gaussian pixels whose statistics are taken from the training set when they are first needed.</summary>
    public GaussianPixels() { }

    /// <summary>Gaussian pixels of given statistics.</summary>
    /// <param name="means">μ_c for each channel, on the 0–255 scale.</param>
    /// <param name="standardDeviations">σ_c for each channel, at least 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite or a σ negative.</exception>
    public GaussianPixels(IEnumerable<double> means, IEnumerable<double> standardDeviations)
    {
        (Means, StandardDeviations) = ([.. means], [.. standardDeviations]);
        if (Means.Length == 0 || Means.Length != StandardDeviations.Length)
            throw new ArgumentException(
                "One mean and one standard deviation are needed for each channel, "
                    + $"but there were {Means.Length} and "
                    + $"{StandardDeviations.Length}."
            );
        if (Means.Any(m => !double.IsFinite(m)) || StandardDeviations.Any(s => !double.IsFinite(s) || s < 0))
            throw new ArgumentException("Means must be finite and standard deviations finite and at least 0, but one was not.");
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
                "The Gaussian's mean and variance are those of the training set, but " + $"the {train.Split} set was given.",
                nameof(train)
            );
        var (channels, positions) = (train.Shape.Channels, train.Shape.Positions);
        var means = new double[channels];
        var deviations = new double[channels];
        for (var c = 0; c < channels; c++)
        {
            // Mean first and then squared differences, image by image: exact enough for any number of pixels.
            var count = (double)train.Count * positions;
            means[c] = SumOver(train, c, x => x) / count;
            var mean = means[c];
            deviations[c] = Math.Sqrt(SumOver(train, c, x => (x - mean) * (x - mean)) / count);
        }

        return new GaussianPixels(means, deviations);
    }

    private protected override (PixelArray Pixels, int[]? Permutation) Transform(Dataset data, ulong seed, CancellationToken token)
    {
        if (Means.Length == 0)
            throw new InvalidOperationException(
                "Gaussian pixels need the training set's mean and variance: "
                    + "call FitTo with the training set, or corrupt both "
                    + "splits together."
            );
        if (Means.Length != data.Shape.Channels)
            throw new ArgumentException(
                $"The Gaussian's statistics are for {Means.Length} channels, but " + $"{data.Name} has {data.Shape.Channels}.",
                nameof(data)
            );
        var key = data.Split.Key(seed, RandomPurpose.GaussianPixels);
        var pixels = GC.AllocateUninitializedArray<float>(data.Pixels.Length);
        var positions = data.Shape.Positions;
        ForEachBlock(
            data.Count,
            token,
            (first, end) =>
            {
                for (var i = first; i < end; i++)
                {
                    var image = pixels.AsSpan(i * data.Shape.Size, data.Shape.Size);
                    key.Stream(data.Indices[i]).FillGaussian(image);
                    for (var c = 0; c < Means.Length; c++)
                    {
                        var (mean, deviation) = ((float)Means[c], (float)StandardDeviations[c]);
                        foreach (ref var pixel in image.Slice(c * positions, positions))
                            pixel = mean + deviation * pixel;
                    }
                }
            }
        );
        return (new Float32Pixels(pixels), null);
    }

    /// <inheritdoc/>
    public bool Equals(GaussianPixels? other) =>
        other is not null && Means.SequenceEqual(other.Means) && StandardDeviations.SequenceEqual(other.StandardDeviations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Means.Length, Means.FirstOrDefault(), StandardDeviations.FirstOrDefault());

    private static double SumOver(Dataset data, int channel, Func<double, double> f)
    {
        var (size, positions) = (data.Shape.Size, data.Shape.Positions);
        var total = 0.0;
        for (var i = 0; i < data.Count; i++)
        {
            var (at, sum) = (i * size + channel * positions, 0.0);
            if (data.Pixels is UInt8Pixels bytes)
                foreach (var pixel in bytes.Values.Slice(at, positions))
                    sum += f(pixel);
            else
                foreach (var pixel in ((Float32Pixels)data.Pixels).Values.Slice(at, positions))
                    sum += f(pixel);
            total += sum;
        }

        return total;
    }
}
