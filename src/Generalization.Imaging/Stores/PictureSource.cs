using System.Buffers;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Randomness;

namespace Generalization.Imaging.Stores;

/// <summary>Pictures of any sizes as images of one shape, decoded whenever they are read.</summary>
/// <remarks>By itself it gives what evaluation sees; <see cref="InEpoch"/> gives the parts that an epoch of training draws, where the view
/// has such, each keyed by the picture's own key.</remarks>
public sealed class PictureSource : IPixelSource
{
    private readonly IPictureStore store;
    private readonly uint[] keys;
    private readonly DatasetSplit split;
    private readonly IPictureDecoder decoder;
    private readonly (ulong Seed, int Epoch)? draws;
    private readonly string words;

    /// <summary>All pictures of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keys">The key of each picture's draws, as in the data set's indices.</param>
    /// <param name="split">The split, part of the draws' keys.</param>
    /// <param name="view">Which part of each is seen, at which size.</param>
    /// <param name="decoder">What decodes. Default: <see cref="SkiaDecoder"/>.</param>
    /// <exception cref="ArgumentException">There is not a key for each picture.</exception>
    public PictureSource(
        IPictureStore store,
        ReadOnlySpan<uint> keys,
        DatasetSplit split,
        PictureView view,
        IPictureDecoder? decoder = null
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(view);
        if (keys.Length != store.Count)
            throw new ArgumentException(
                $"There must be {store.Count} keys, one for each picture, but there were {keys.Length}.",
                nameof(keys)
            );
        (this.store, this.keys, this.split, View) = (store, keys.ToArray(), split, view);
        (this.decoder, words) = (decoder ?? new SkiaDecoder(), view.Describe());
    }

    private PictureSource(PictureSource of, (ulong Seed, int Epoch) draws)
    {
        (store, keys, split, View, decoder, words) = (of.store, of.keys, of.split, of.View, of.decoder, of.words);
        this.draws = draws;
    }

    /// <summary>Which part of each picture is seen, at which size.</summary>
    public PictureView View { get; }

    /// <inheritdoc/>
    public int Count => store.Count;

    /// <inheritdoc/>
    public ImageShape Shape => View.Shape;

    /// <inheritdoc/>
    public PixelType Type => View.Type;

    /// <inheritdoc/>
    public PixelScale Scale => PixelScale.Bytes;

    /// <inheritdoc/>
    public bool IsResident => false;

    /// <inheritdoc/>
    string? IPixelSource.View => View.EvaluationWords;

    /// <inheritdoc/>
    public bool DrawsInEpoch => split == DatasetSplit.Train && View.Training is not null;

    /// <inheritdoc/>
    public IPixelSource InEpoch(ulong seed, int epoch) => DrawsInEpoch ? new PictureSource(this, (seed, epoch)) : this;

    /// <summary>The stem of the picture's file, its length and the view.</summary>
    /// <param name="position">The position.</param>
    public string Identity(int position) =>
        FormattableString.Invariant($"{store.StemOf(Checked(position))}, {store.LengthOf(position)} bytes, {words}");

    /// <inheritdoc/>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded.</exception>
    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        var bytes = ((IPixelSource)this).ImageBytes;
        if (target.Length != (long)positions.Length * bytes)
            throw new ArgumentException(
                $"The target must have {(long)positions.Length * bytes} bytes, but had {target.Length}.",
                nameof(target)
            );
        for (var i = 0; i < positions.Length; i++)
            Read(Checked(positions[i]), target.Slice(i * bytes, bytes));
    }

    /// <summary>The part of a picture that is seen.</summary>
    /// <param name="position">The position.</param>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    internal PictureBox PartOf(int position, int height, int width)
    {
        if (draws is not { } drawn || View.Training is not { } training)
            return View.Central(height, width);
        var random = split.Key(drawn.Seed, RandomPurpose.PictureBox).Stream(keys[position], (uint)drawn.Epoch);
        return training.Draw(height, width, ref random);
    }

    private void Read(int position, Span<byte> image)
    {
        var length = store.LengthOf(position);
        var memory = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            store.Read(position, memory.AsSpan(0, length));
            PictureReader.Read(decoder, memory.AsMemory(0, length), View, (h, w) => PartOf(position, h, w), image);
        }
        catch (DamagedPictureException e)
        {
            throw e.Of(store.NameOf(position));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
    }

    private int Checked(int position) =>
        (uint)position < (uint)Count
            ? position
            : throw new ArgumentOutOfRangeException(nameof(position), $"A position must lie in [0, {Count - 1}], but was {position}.");
}
