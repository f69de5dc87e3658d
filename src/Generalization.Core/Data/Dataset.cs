using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Labelled images of one split, immutable: pixels, labels as assigned and as true, and how they came about.</summary>
/// <remarks>Pixels (N, C, H, W), uint8 0–255 or float32 on the same scale; labels int64 (N) in 0 … k − 1.</remarks>
public sealed class Dataset
{
    private readonly long[] labels,
        trueLabels;
    private readonly bool[] replaced;
    private readonly uint[] indices;

    private Dataset(
        string name,
        DatasetSplit split,
        ImageShape shape,
        PixelArray pixels,
        long[] labels,
        long[] trueLabels,
        bool[] replaced,
        uint[] indices,
        ImmutableArray<string> classNames,
        ImmutableArray<LineageStep> lineage,
        ContentHash? hash = null
    )
    {
        (Name, Split, Shape, Pixels, ClassNames, Lineage) = (name, split, shape, pixels, classNames, lineage);
        (this.labels, this.trueLabels, this.replaced, this.indices) = (labels, trueLabels, replaced, indices);
        ContentHash = hash ?? new ContentHash(pixels, shape, labels, classNames.Length);
    }

    /// <summary>The data set's name, for example "cifar10".</summary>
    public string Name { get; }

    /// <summary>Training or test.</summary>
    public DatasetSplit Split { get; }

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The pixels, (N, C, H, W).</summary>
    public PixelArray Pixels { get; }

    /// <summary>N.</summary>
    public int Count => labels.Length;

    /// <summary>The classes' names.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>k.</summary>
    public int ClassCount => ClassNames.Length;

    /// <summary>The labels as assigned, which a network is trained on.</summary>
    public ReadOnlySpan<long> Labels => labels;

    /// <summary>The labels as they were read.</summary>
    public ReadOnlySpan<long> TrueLabels => trueLabels;

    /// <summary>Which labels were drawn anew; such a label may equal the true one.</summary>
    public ReadOnlySpan<bool> Replaced => replaced;

    /// <summary>Each example's index in its split as it was read, the key of its random draws; a subset keeps them.</summary>
    public ReadOnlySpan<uint> Indices => indices;

    /// <summary>How the data came about, the oldest step first.</summary>
    public ImmutableArray<LineageStep> Lineage { get; }

    /// <summary>The hash of the pixels and labels as they are now.</summary>
    public ContentHash ContentHash { get; }

    /// <summary>The number of examples whose assigned label differs from the true one.</summary>
    public int ChangedCount
    {
        get
        {
            var changed = 0;
            for (var i = 0; i < labels.Length; i++)
                changed += labels[i] != trueLabels[i] ? 1 : 0;
            return changed;
        }
    }

    /// <summary>A data set of the caller's uint8 pixels, which are copied.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels">N · C · H · W pixels, 0–255.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is not a class.</exception>
    public static Dataset FromPixels(
        string name,
        DatasetSplit split,
        ImageShape shape,
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames
    ) => Create(name, split, shape, new UInt8Pixels(pixels.ToArray()), labels.ToArray(), classNames, $"{name} from the caller's pixels");

    /// <summary>A data set of the caller's float32 pixels on the 0–255 scale, which are copied.</summary>
    /// <inheritdoc cref="FromPixels(string, DatasetSplit, ImageShape, ReadOnlySpan{byte}, ReadOnlySpan{long}, IEnumerable{string})"/>
    public static Dataset FromPixels(
        string name,
        DatasetSplit split,
        ImageShape shape,
        ReadOnlySpan<float> pixels,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames
    )
    {
        for (var i = 0; i < pixels.Length; i++)
            if (!float.IsFinite(pixels[i]))
                throw new ArgumentException($"Pixels must be finite, but pixel {i} was {pixels[i]}.", nameof(pixels));
        return Create(
            name,
            split,
            shape,
            new Float32Pixels(pixels.ToArray()),
            labels.ToArray(),
            classNames,
            $"{name} from the caller's pixels"
        );
    }

    /// <summary>A data set of the caller's tensors, which are copied and stay the caller's.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="pixels">(N, C, H, W), uint8, or float32 on the 0–255 scale.</param>
    /// <param name="labels">(N), int64.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <exception cref="ArgumentException">Shapes or types are others, or a label is not a class.</exception>
    public static Dataset FromTensors(string name, DatasetSplit split, Tensor pixels, Tensor labels, IEnumerable<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (pixels.shape.Length != 4)
            throw new ArgumentException(
                $"Pixels must have the shape (N, C, H, W), but had ({string.Join(", ", pixels.shape)}).",
                nameof(pixels)
            );
        if (labels.dtype != ScalarType.Int64 || labels.shape.Length != 1)
            throw new ArgumentException(
                $"Labels must be int64 of shape (N), but were {labels.dtype} of shape " + $"({string.Join(", ", labels.shape)}).",
                nameof(labels)
            );
        var shape = new ImageShape((int)pixels.shape[1], (int)pixels.shape[2], (int)pixels.shape[3]);
        using var scope = NewDisposeScope();
        using var hostPixels = pixels.cpu().contiguous();
        using var hostLabels = labels.cpu().contiguous();
        var labelArray = hostLabels.data<long>().ToArray();
        return pixels.dtype switch
        {
            ScalarType.Byte => FromPixels(name, split, shape, hostPixels.data<byte>().ToArray(), labelArray, classNames),
            ScalarType.Float32 => FromPixels(name, split, shape, hostPixels.data<float>().ToArray(), labelArray, classNames),
            _ => throw new ArgumentException($"Pixels must be uint8 or float32, but were {pixels.dtype}.", nameof(pixels)),
        };
    }

    /// <summary>The first examples, in order.</summary>
    /// <param name="count">How many, in [1, N].</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside [1, N].</exception>
    public Dataset Take(int count)
    {
        if (count < 1 || count > Count)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"The number of examples must lie in [1, {Count}] for {Name}, but " + $"was {count}."
            );
        return count == Count ? this : Select([.. Enumerable.Range(0, count)]);
    }

    /// <summary>Some of the examples, in the order given; each keeps its index and so its random draws.</summary>
    /// <param name="positions">Positions in [0, N), at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or one is outside [0, N).</exception>
    public Dataset Select(ReadOnlySpan<int> positions)
    {
        if (positions.IsEmpty)
            throw new ArgumentOutOfRangeException(nameof(positions), "At least one example must be selected, but none was.");
        foreach (var position in positions)
            if (position < 0 || position >= Count)
                throw new ArgumentOutOfRangeException(nameof(positions), $"A position must lie in [0, {Count - 1}], but was {position}.");
        var result = Pick(positions, Split);
        return result.After(new LineageStep($"{positions.Length} of {Count} examples", null, result.ContentHash));
    }

    internal Dataset HeldOut(ReadOnlySpan<int> positions, ulong seed)
    {
        var result = Pick(positions, DatasetSplit.Test);
        return result.After(new HoldOutStep($"{positions.Length} of {Count} training examples held out", seed, result.ContentHash));
    }

    internal static Dataset Create(
        string name,
        DatasetSplit split,
        ImageShape shape,
        PixelArray pixels,
        long[] labels,
        IEnumerable<string> classNames,
        string operation
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var names = classNames.ToImmutableArray();
        if (names.Length < 2)
            throw new ArgumentException($"A data set needs at least two classes, but {name} has {names.Length}.", nameof(classNames));
        if (labels.Length == 0)
            throw new ArgumentException($"A data set needs at least one example, but {name} has none.", nameof(labels));
        if (pixels.Length != (long)labels.Length * shape.Size)
            throw new ArgumentException(
                $"{labels.Length} images of {shape} have {(long)labels.Length * shape.Size} pixels, but {pixels.Length} were given.",
                nameof(pixels)
            );
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] < 0 || labels[i] >= names.Length)
                throw new ArgumentException($"A label must lie in [0, {names.Length - 1}], but label {i} was {labels[i]}.", nameof(labels));
        var indices = new uint[labels.Length];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = (uint)i;
        var result = new Dataset(name, split, shape, pixels, labels, labels, new bool[labels.Length], indices, names, []);
        return result.After(new LineageStep(operation, null, result.ContentHash));
    }

    internal Dataset WithLabels(long[] assigned, bool[] drawn) =>
        new(Name, Split, Shape, Pixels, assigned, trueLabels, drawn, indices, ClassNames, Lineage);

    internal Dataset WithPixels(PixelArray pixels) =>
        new(Name, Split, Shape, pixels, labels, trueLabels, replaced, indices, ClassNames, Lineage);

    internal Dataset After(LineageStep step) =>
        new(Name, Split, Shape, Pixels, labels, trueLabels, replaced, indices, ClassNames, Lineage.Add(step), ContentHash);

    private Dataset Pick(ReadOnlySpan<int> positions, DatasetSplit split) =>
        new(
            Name,
            split,
            Shape,
            Pixels.Select(positions, Shape.Size),
            Pick(labels, positions),
            Pick(trueLabels, positions),
            Pick(replaced, positions),
            Pick(indices, positions),
            ClassNames,
            Lineage
        );

    private static T[] Pick<T>(T[] source, ReadOnlySpan<int> positions)
    {
        var result = new T[positions.Length];
        for (var i = 0; i < positions.Length; i++)
            result[i] = source[positions[i]];
        return result;
    }
}
