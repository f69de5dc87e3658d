namespace Generalization.Data;

public sealed partial class Dataset
{
    /// <summary>A data set of vectors, which are copied, kept as float64 and taken as they are.</summary>
    /// <remarks>A vector of d values is an image of one channel, one row and d columns: a perceptron flattens it, a kernel takes it as a
    /// row, and shuffled and random pixels, which move positions and keep channels together, then move its coordinates.</remarks>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="vectors">(N, d), finite, on a scale of the caller's choice: nothing is divided.</param>
    /// <param name="labels">N labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names.</param>
    /// <param name="trueLabels">The true labels where they are others than those assigned. Default: the same.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a value is not finite or a label is not a class.</exception>
    public static Dataset FromVectors(
        string name,
        DatasetSplit split,
        double[,] vectors,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        ReadOnlySpan<long> trueLabels = default
    ) => Create(name, split, Kept(vectors), labels, trueLabels, classNames, ByVectors(name));

    /// <summary>A data set of vectors, which are copied, kept as float32 and taken as they are.</summary>
    /// <inheritdoc cref="FromVectors(string, DatasetSplit, double[,], ReadOnlySpan{long}, IEnumerable{string}, ReadOnlySpan{long})"/>
    public static Dataset FromVectors(
        string name,
        DatasetSplit split,
        float[,] vectors,
        ReadOnlySpan<long> labels,
        IEnumerable<string> classNames,
        ReadOnlySpan<long> trueLabels = default
    ) => Create(name, split, Kept(vectors), labels, trueLabels, classNames, ByVectors(name));

    /// <summary>A data set of vectors with real targets, for regression; both are copied.</summary>
    /// <inheritdoc cref="FromVectors(string, DatasetSplit, double[,], ReadOnlySpan{long}, IEnumerable{string}, ReadOnlySpan{long})"
    /// path="/remarks"/>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="vectors">(N, d), finite, kept as float64 and taken as they are.</param>
    /// <param name="targets">(N, c), finite.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a value is not finite.</exception>
    public static Dataset FromVectors(string name, DatasetSplit split, double[,] vectors, double[,] targets) =>
        Regression(name, split, Kept(vectors), targets, ByVectors(name));

    /// <inheritdoc cref="FromVectors(string, DatasetSplit, double[,], double[,])" path="/*[not(self::param)]"/>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="vectors">(N, d), finite, kept as float32 and taken as they are.</param>
    /// <param name="targets">(N, c), finite.</param>
    public static Dataset FromVectors(string name, DatasetSplit split, float[,] vectors, double[,] targets) =>
        Regression(name, split, Kept(vectors), targets, ByVectors(name));

    /// <summary>A data set of any source of pixels with real targets, for regression.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="split">Training or test.</param>
    /// <param name="pixels">N images, which must stay as they are.</param>
    /// <param name="targets">(N, c), finite, copied.</param>
    /// <param name="operation">Where they come from, for the lineage. Default: the caller's pixels.</param>
    /// <exception cref="ArgumentException">There are not N rows of targets, or a value is not finite.</exception>
    public static Dataset FromSource(string name, DatasetSplit split, IPixelSource pixels, double[,] targets, string? operation = null) =>
        Regression(name, split, pixels, targets, operation ?? ByCaller(name));

    private static Dataset Regression(string name, DatasetSplit split, IPixelSource pixels, double[,] targets, string operation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(targets);
        if (pixels.Count == 0)
            throw new ArgumentException($"A data set needs at least one example, but {name} has none.", nameof(pixels));
        var values = Vectors.Rows(targets, pixels.Count, "target", nameof(targets));
        return Created(name, split, pixels, DatasetRows.OfTargets(values, targets.GetLength(1)), [], operation);
    }

    private static PixelArray Kept<T>(T[,] vectors)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var values = Vectors.Rows(vectors, vectors.GetLength(0), "coordinate", nameof(vectors));
        return PixelArray.Owning(new ImageShape(1, 1, vectors.GetLength(1)), values, PixelScale.Raw);
    }

    private static string ByVectors(string name) => $"{name} from the caller's vectors";
}
