using System.Globalization;
using Generalization.Data;

namespace Generalization.Inputs;

/// <summary>What memory a training takes whose pixels are read ahead, however many images there are.</summary>
/// <param name="BatchBytes">The pixels of a batch, in bytes.</param>
/// <param name="Batches">The batches that are in memory at once: those ahead and the one in use.</param>
/// <param name="InputBytes">The inputs of the batch in use, in bytes.</param>
/// <param name="PerImageBytes">What is kept of all images: labels, keys and an order of the epoch, in bytes.</param>
public sealed record StreamPlan(long BatchBytes, int Batches, long InputBytes, long PerImageBytes)
{
    // Two labels, whether one was replaced, a key, and the positions of an epoch and of its batches.
    private const int RowBytes = 8 + 8 + 1 + 4 + 8 + 8;

    /// <summary>All of it, in bytes.</summary>
    public long Bytes => BatchBytes * Batches + InputBytes + PerImageBytes;

    /// <summary>The plan of a training.</summary>
    /// <param name="data">The training set.</param>
    /// <param name="input">How inputs are made.</param>
    /// <param name="batchSize">Examples in a batch, at least 1.</param>
    /// <param name="ahead">How pixels are read ahead. Default: 2 threads, 4 batches.</param>
    /// <exception cref="ArgumentException">A step cannot take the images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static StreamPlan Of(Dataset data, InputPipeline input, int batchSize, ReadAhead? ahead = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        long batch = Math.Min(batchSize, data.Count);
        return new(
            batch * data.Pixels.ImageBytes,
            (ahead ?? new ReadAhead()).Batches + 1,
            batch * input.ShapeOf(data.Shape).Size * sizeof(float),
            (long)data.Count * RowBytes
        );
    }

    /// <summary>For example "Pixels take 172 MB: 5 batches of 34.3 MB, 4 of them ahead; inputs 34.3 MB, labels and keys 47.4 MB."</summary>
    public string Describe() =>
        $"Pixels take {Size(BatchBytes * Batches)}: {Batches} batches of {Size(BatchBytes)}, {Batches - 1} of them ahead; "
        + $"inputs {Size(InputBytes)}, labels and keys {Size(PerImageBytes)}.";

    private static string Size(long bytes) =>
        bytes switch
        {
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:G3} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:G3} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        };
}
