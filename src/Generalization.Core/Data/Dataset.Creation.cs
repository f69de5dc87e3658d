using System.Collections.Immutable;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Data;

public sealed partial class Dataset
{
    /// <summary>A data set of the caller's uint8 pixels, which are copied.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels">N · C · H · W pixels, 0–255.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="trueLabels">The true labels where they are others than those assigned. Default: the same.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is not a class.</exception>
    public static Dataset FromPixels(
        string name,
        DatasetSplit split,
        ImageShape shape,
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        ReadOnlySpan<long> trueLabels = default
    )
    {
        CheckPixels(shape, pixels.Length, labels.Length);
        return Create(name, split, new UInt8Pixels(pixels.ToArray(), shape), labels, trueLabels, classNames, ByCaller(name));
    }

    /// <summary>A data set of the caller's float32 pixels, which are copied.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="pixels">N · C · H · W finite values.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="scale">What the values mean: 0–255, which networks and kernels divide by 255, or raw, taken as they are. Default:
    /// 0–255, refused where all values lie in [−10, 1.5], or in [−10, 10] with some
    /// below 0, since such were scaled already.</param>
    /// <param name="trueLabels">The true labels where they are others than those assigned. Default: the same.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a value is not finite, a label is not a class, or all values
    /// look scaled already and no scale is stated.</exception>
    public static Dataset FromPixels(
        string name,
        DatasetSplit split,
        ImageShape shape,
        ReadOnlySpan<float> pixels,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        PixelScale? scale = null,
        ReadOnlySpan<long> trueLabels = default
    )
    {
        CheckPixels(shape, pixels.Length, labels.Length);
        var own = new Float32Pixels(pixels.ToArray(), shape, Vectors.ScaleOf(pixels, scale));
        return Create(name, split, own, labels, trueLabels, classNames, ByCaller(name));
    }

    /// <summary>A data set of any source of pixels, which is kept and read when it is asked for.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="pixels">N images, which must stay as they are.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="operation">Where they come from, for the lineage. Default: the caller's pixels.</param>
    /// <param name="trueLabels">The true labels where they are others than those assigned. Default: the same.</param>
    /// <param name="indices">N different keys of the examples' random draws, in [0, 2³¹), so that no draw depends on where an example
    /// stands. Default: 0 … N − 1.</param>
    /// <exception cref="ArgumentException">There are not N labels, or a label is not a class; there are not N different keys in [0,
    /// 2³¹).</exception>
    public static Dataset FromSource(
        string name,
        DatasetSplit split,
        IPixelSource pixels,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        string? operation = null,
        ReadOnlySpan<long> trueLabels = default,
        ReadOnlySpan<uint> indices = default
    )
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var result = Create(name, split, pixels, labels, trueLabels, classNames, operation ?? ByCaller(name));
        return indices.IsEmpty ? result : result.WithIndices(indices);
    }

    /// <summary>A data set of the caller's tensors, which are copied and stay the caller's.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="pixels">(N, C, H, W), uint8 or float32.</param>
    /// <param name="labels">(N), int64.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="scale">What float32 values mean: 0–255 or raw. Default: 0–255, refused where they were scaled
    /// already.</param>
    /// <exception cref="ArgumentException">Shapes or types are others, a label is not a class, bytes are said to be raw, or float32 values
    /// that look scaled already are not said to be anything.</exception>
    public static Dataset FromTensors(
        string name,
        DatasetSplit split,
        Tensor pixels,
        Tensor labels,
        IEnumerable<string> classNames,
        PixelScale? scale = null
    )
    {
        TensorMemory.ThrowIfUnreadable(pixels, "pixels", nameof(pixels));
        TensorMemory.ThrowIfUnreadable(labels, "labels", nameof(labels));
        if (pixels.shape.Length != 4)
            throw new ArgumentException(
                $"Pixels must have the shape (N, C, H, W), but had ({string.Join(", ", pixels.shape)}).",
                nameof(pixels)
            );
        if (labels.dtype != ScalarType.Int64 || labels.shape.Length != 1)
            throw new ArgumentException(
                $"Labels must be int64 of shape (N), but were {labels.dtype} of shape ({string.Join(", ", labels.shape)}).",
                nameof(labels)
            );
        if (labels.numel() == 0)
            throw new ArgumentException($"A data set needs at least one example, but {name} has none.", nameof(labels));
        var shape = new ImageShape((int)pixels.shape[1], (int)pixels.shape[2], (int)pixels.shape[3]);
        using var scope = NewDisposeScope();
        using var hostPixels = pixels.cpu().contiguous();
        using var hostLabels = labels.cpu().contiguous();
        var labelArray = hostLabels.data<long>().ToArray();
        return pixels.dtype switch
        {
            ScalarType.Byte when scale == PixelScale.Raw => throw new ArgumentException(
                "uint8 pixels are 0–255, but were said to be raw; give them as float32.",
                nameof(scale)
            ),
            ScalarType.Byte => FromPixels(name, split, shape, hostPixels.data<byte>().ToArray(), labelArray, classNames),
            ScalarType.Float32 => FromPixels(name, split, shape, hostPixels.data<float>().ToArray(), labelArray, classNames, scale),
            _ => throw new ArgumentException($"Pixels must be uint8 or float32, but were {pixels.dtype}.", nameof(pixels)),
        };
    }

    internal static Dataset Create(
        string name,
        DatasetSplit split,
        IPixelSource pixels,
        ReadOnlySpan<long> labels,
        ReadOnlySpan<long> trueLabels,
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
        CheckLabels(labels, pixels.Count, names.Length, nameof(labels));
        if (!trueLabels.IsEmpty)
            CheckLabels(trueLabels, pixels.Count, names.Length, nameof(trueLabels));
        var rows = DatasetRows.OfLabels(labels.ToArray(), trueLabels.IsEmpty ? null : trueLabels.ToArray());
        return Created(name, split, pixels, rows, names, operation);
    }

    private static Dataset Created(
        string name,
        DatasetSplit split,
        IPixelSource pixels,
        DatasetRows rows,
        ImmutableArray<string> names,
        string operation
    )
    {
        var result = new Dataset(name, split, pixels, rows, names, []);
        var hashed = ContentHash.IsOfIdentities(pixels) ? " (its hash is of the images' identities, not of their pixels)" : "";
        return result.After(new LineageStep(operation + hashed, null, result.ContentHash));
    }

    private static string ByCaller(string name) => $"{name} from the caller's pixels";

    private static void CheckPixels(ImageShape shape, int pixels, int labels)
    {
        if (labels > 0 && pixels != (long)labels * shape.Size)
            throw new ArgumentException(
                $"{labels} images of {shape} have {(long)labels * shape.Size} pixels, but {pixels} were given.",
                nameof(pixels)
            );
    }
}
