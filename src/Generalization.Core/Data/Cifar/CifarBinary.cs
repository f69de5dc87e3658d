using Generalization.Files;

namespace Generalization.Data.Cifar;

/// <summary>CIFAR's binary version: records of one or two label bytes and 3×32×32 pixels.</summary>
internal static class CifarBinary
{
    private const int RecordsAtOnce = 256;

    public static TrainTestData FromFolder(CifarVariety variety, string folder)
    {
        foreach (var file in variety.Binary.All)
            if (!File.Exists(Path.Combine(folder, file)))
                throw new DatasetNotFoundException(Path.Combine(folder, file), file);
        Dataset Split(DatasetSplit split, string[] files)
        {
            var paths = files.Select(f => Path.Combine(folder, f)).ToArray();
            var streams = new List<FileStream>();
            try
            {
                foreach (var path in paths)
                    streams.Add(RegularFile.OpenRead(path, bufferSize: 0, FileOptions.SequentialScan));
                return Read(variety, split, [.. paths.Zip(streams, (p, s) => (p, (Stream)s))]);
            }
            finally
            {
                streams.ForEach(s => s.Dispose());
            }
        }

        return new TrainTestData(Split(DatasetSplit.Train, variety.Binary.Train), Split(DatasetSplit.Test, [variety.Binary.Test]));
    }

    public static TrainTestData Load(CifarVariety variety, Func<string, (string Name, byte[] Bytes)> open)
    {
        Dataset Split(DatasetSplit split, string[] files) =>
            Read(variety, split, [.. files.Select(open).Select(f => (f.Name, (Stream)new MemoryStream(f.Bytes, writable: false)))]);
        return new TrainTestData(Split(DatasetSplit.Train, variety.Binary.Train), Split(DatasetSplit.Test, [variety.Binary.Test]));
    }

    private static Dataset Read(CifarVariety variety, DatasetSplit split, (string Name, Stream Content)[] files)
    {
        var counts = files.Select(f => Count(variety, f.Name, f.Content.Length)).ToArray();
        var total = CifarVariety.CheckTotal(counts.Sum(), files[^1].Name);
        var pixels = GC.AllocateUninitializedArray<byte>(total * CifarVariety.PixelBytes);
        var labels = new long[total];
        var at = 0;
        for (var i = 0; i < files.Length; i++)
        {
            ReadRecords(
                variety,
                files[i].Name,
                files[i].Content,
                (int)counts[i],
                pixels.AsSpan(at * CifarVariety.PixelBytes),
                labels.AsSpan(at)
            );
            at += (int)counts[i];
        }

        return Dataset.Create(
            variety.Name,
            split,
            new UInt8Pixels(pixels, CifarVariety.Shape),
            labels,
            default,
            variety.ClassNames,
            $"{variety.Name} {split} read from its binary version"
        );
    }

    private static long Count(CifarVariety variety, string file, long length)
    {
        var size = variety.RecordSize;
        if (length == 0 || length % size != 0)
            throw new DatasetFormatException(
                file,
                length - length % size,
                $"whole records of {size} bytes",
                $"{length % size} bytes at the end of {length}"
            );
        return length / size;
    }

    private static void ReadRecords(CifarVariety variety, string file, Stream content, int count, Span<byte> pixels, Span<long> labels)
    {
        var size = variety.RecordSize;
        var buffer = new byte[size * RecordsAtOnce];
        for (var first = 0; first < count; first += RecordsAtOnce)
        {
            var records = Math.Min(RecordsAtOnce, count - first);
            var wanted = buffer.AsSpan(0, records * size);
            long offset = (long)first * size;
            var read = content.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false);
            if (read < wanted.Length)
                throw new DatasetFormatException(file, offset + read, "a record", "the end of the file");
            for (var i = 0; i < records; i++)
            {
                var record = wanted.Slice(i * size, size);
                var label = record[variety.LabelBytes - 1];
                variety.CheckLabel(label, file, offset + (long)i * size + variety.LabelBytes - 1);
                labels[first + i] = label;
                record[variety.LabelBytes..].CopyTo(pixels.Slice((first + i) * CifarVariety.PixelBytes));
            }
        }
    }
}
