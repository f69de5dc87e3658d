namespace Generalization.Data;

/// <summary>CIFAR-10 in its binary version: 50,000 and 10,000 photographs, 3×32×32, ten classes.</summary>
/// <remarks>data_batch_1.bin … data_batch_5.bin and test_batch.bin, each of records of 3,073 bytes: the label, then 3×32×32 pixels.</remarks>
public static class Cifar10
{
    private const int RecordSize = 3073, RecordsAtOnce = 256;

    private static readonly ImageShape Shape = new(3, 32, 32);

    /// <summary>The ten classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the six files, by its publisher's name cifar-10-batches-bin.</param>
    /// <returns>uint8 images, in file order.</returns>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file's length is not a multiple of 3,073, or a label is above 9.</exception>
    public static TrainTestSplit Load(string folder) => new(
        LoadSplit(folder, DatasetSplit.Train, [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")]),
        LoadSplit(folder, DatasetSplit.Test, ["test_batch.bin"]));

    internal static ImageDataset LoadSplit(string folder, DatasetSplit split, string[] files)
    {
        var paths = files.Select(file => Path.Combine(folder, file)).ToArray();
        foreach (var path in paths)
            if (!File.Exists(path))
                throw new DatasetNotFoundException(path, Path.GetFileName(path));
        var counts = paths.Select(Count).ToArray();
        var pixels = GC.AllocateUninitializedArray<byte>(counts.Sum() * Shape.Size);
        var labels = new long[counts.Sum()];
        var at = 0;
        for (var i = 0; i < paths.Length; i++)
        {
            ReadRecords(paths[i], counts[i], pixels.AsSpan(at * Shape.Size), labels.AsSpan(at));
            at += counts[i];
        }

        return ImageDataset.Create("cifar10", split, Shape, new UInt8Pixels(pixels), labels, ClassNames, $"cifar10 {split} read from its binary version");
    }

    private static int Count(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0 || length % RecordSize != 0)
            throw new DatasetFormatException(path, length - length % RecordSize, $"whole records of {RecordSize} bytes", $"{length % RecordSize} bytes at the end of {length}");
        return (int)(length / RecordSize);
    }

    private static void ReadRecords(string path, int count, Span<byte> pixels, Span<long> labels)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = new byte[RecordSize * RecordsAtOnce];
        for (var first = 0; first < count; first += RecordsAtOnce)
        {
            var records = Math.Min(RecordsAtOnce, count - first);
            var wanted = buffer.AsSpan(0, records * RecordSize);
            long offset = (long)first * RecordSize;
            for (var filled = 0; filled < wanted.Length;)
            {
                var read = RandomAccess.Read(file, wanted[filled..], offset + filled);
                if (read == 0) throw new DatasetFormatException(path, offset + filled, "a record", "the end of the file");
                filled += read;
            }

            for (var i = 0; i < records; i++)
            {
                var record = wanted.Slice(i * RecordSize, RecordSize);
                if (record[0] >= ClassNames.Count)
                    throw new DatasetFormatException(path, offset + (long)i * RecordSize, $"a label in [0, {ClassNames.Count - 1}]", $"{record[0]}");
                labels[first + i] = record[0];
                record[1..].CopyTo(pixels.Slice((first + i) * Shape.Size));
            }
        }
    }
}
