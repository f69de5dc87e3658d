namespace Generalization.Data.Cifar;

/// <summary>What tells CIFAR-10 from CIFAR-100: names, files, and where a record's label is.</summary>
internal sealed record CifarVariety(
    string Name,
    IReadOnlyList<string> ClassNames,
    CifarFiles Binary,
    CifarFiles Python,
    int LabelBytes,
    string LabelKey
)
{
    public const int PixelBytes = 3 * 32 * 32;

    public static readonly ImageShape Shape = new(3, 32, 32);

    public static readonly CifarVariety Ten = new(
        "cifar10",
        Cifar10.ClassNames,
        new CifarFiles(
            "cifar-10-binary.tar.gz",
            "cifar-10-batches-bin",
            [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")],
            "test_batch.bin"
        ),
        new CifarFiles(
            "cifar-10-python.tar.gz",
            "cifar-10-batches-py",
            [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}")],
            "test_batch"
        ),
        LabelBytes: 1,
        "labels"
    );

    // A record of CIFAR-100 begins with the coarse label; the fine one, which counts here, follows.
    public static readonly CifarVariety Hundred = new(
        "cifar100",
        Cifar100.ClassNames,
        new CifarFiles("cifar-100-binary.tar.gz", "cifar-100-binary", ["train.bin"], "test.bin"),
        new CifarFiles("cifar-100-python.tar.gz", "cifar-100-python", ["train"], "test"),
        LabelBytes: 2,
        "fine_labels"
    );

    /// <summary>A split's images, unless they are more than one array can hold.</summary>
    public static int CheckTotal(long images, string lastFile) =>
        images * PixelBytes <= Array.MaxLength
            ? (int)images
            : throw new DatasetFormatException(
                lastFile,
                0,
                FormattableString.Invariant($"at most {Array.MaxLength / PixelBytes:N0} images in a split"),
                FormattableString.Invariant($"the last of files that hold {images:N0}")
            );

    public int RecordSize => LabelBytes + PixelBytes;

    public void CheckLabel(long label, string file, long offset)
    {
        if (label < 0 || label >= ClassNames.Count)
            throw new DatasetFormatException(file, offset, $"a label in [0, {ClassNames.Count - 1}]", $"{label}");
    }
}
