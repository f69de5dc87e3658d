using System.Numerics;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Changes the pixels of both splits, each image independently. The labels stay.</summary>
/// <remarks>Your own corruption overrides <see cref="Change{T}"/>. It must give the same pixels for the same image at each call, so take
/// all randomness from the stream. Pixels in memory are changed once. Streamed pixels are changed when they are read, to the same
/// bits.</remarks>
public abstract record PixelCorruption : DatasetCorruption
{
    /// <summary>The purpose of its random streams; a caller's corruption takes a value from <see cref="RandomPurpose.Custom"/> on. Default:
    /// <see cref="RandomPurpose.Custom"/>.</summary>
    protected virtual RandomPurpose Purpose => RandomPurpose.Custom;

    /// <summary>The type of the new pixels, to which an image is converted before it is changed. Default: the type that it has.</summary>
    /// <param name="type">The type of the pixels so far.</param>
    protected virtual PixelType TypeAfter(PixelType type) => type;

    /// <summary>Writes the new pixels of one image; called by many threads at once.</summary>
    /// <typeparam name="T">byte, float or double; <c>T.CreateSaturating</c> makes one of a double, within a byte's range.</typeparam>
    /// <param name="image">Its pixels so far, (C, H, W).</param>
    /// <param name="changed">Takes the new pixels; its content before is undefined.</param>
    /// <param name="at">The image's shape, split and index.</param>
    /// <param name="random">Its own stream.</param>
    protected abstract void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
        where T : unmanaged, INumber<T>;

    /// <inheritdoc/>
    /// <exception cref="FaultyPartException">It changed an image in two ways when asked twice.</exception>
    public sealed override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data);
        token.ThrowIfCancellationRequested();
        var permutation = DrawPermutation(data.Shape, seed);
        var lazy = new CorruptedPixels(this, data, seed, permutation);
        // What is in memory without an array of its own may be more than one array holds.
        var fits = data.Pixels.IsResident && (long)data.Count * data.Shape.Size <= Array.MaxLength;
        IPixelSource pixels = fits ? lazy.Materialize(token) : lazy;
        if (GetType().Assembly != typeof(PixelCorruption).Assembly)
            CheckRepeats(lazy, pixels, data);
        var result = data.WithPixels(pixels);
        return result.After(
            new CorruptionStep(
                this,
                seed,
                data.ContentHash,
                result.ContentHash,
                permutation is null ? default(ReadOnlyMemory<int>?) : new ReadOnlyMemory<int>(permutation)
            )
        );
    }

    /// <summary>Whether the pixels so far decide the new ones; where not, they are not read.</summary>
    private protected virtual bool ReadsPixels => true;

    private protected virtual void Check(Dataset data) { }

    /// <summary>What is drawn once for all images of both splits, where there is such.</summary>
    private protected virtual int[]? DrawPermutation(ImageShape shape, ulong seed) => null;

    /// <summary>The corruption in words that tell any two apart, for the identity of images whose bytes are not hashed.</summary>
    private protected virtual string Words => CorruptionStep.Words(this);

    internal bool Reads => ReadsPixels;

    internal string IdentityWords => Words;

    internal PixelType ResultOf(PixelType type) => TypeAfter(type);

    internal RandomKey KeyOf(DatasetSplit split, ulong seed) => split.Key(seed, Purpose);

    internal void ChangeImage<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random)
        where T : unmanaged, INumber<T> => Change(image, changed, at, ref random);

    private void CheckRepeats(CorruptedPixels lazy, IPixelSource pixels, Dataset data)
    {
        const int checks = 4;
        var (first, second) = (new byte[pixels.ImageBytes], new byte[pixels.ImageBytes]);
        for (var check = checks - 1; check >= 0; check--)
        {
            var i = (int)((long)check * (data.Count - 1) / (checks - 1));
            pixels.Read([i], first);
            lazy.Read([i], second);
            if (!first.AsSpan().SequenceEqual(second))
                throw new FaultyPartException(
                    $"A corruption must change an image in the same way whenever it is asked, but {Name} changed example {data.Indices[i]} "
                        + "in two ways; draw what is random from the stream that Change is given, and count no calls."
                );
        }
    }
}
