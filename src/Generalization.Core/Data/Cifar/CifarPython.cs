namespace Generalization.Data.Cifar;

/// <summary>CIFAR's Python version: pickled dictionaries of a uint8 array (N, 3072) and a list of labels. No pickled code is ever
/// run.</summary>
internal static class CifarPython
{
    public static TrainTestData Load(CifarVariety variety, Func<string, (string Name, byte[] Bytes)> open)
    {
        Dataset Split(DatasetSplit split, string[] files)
        {
            var batches = files.Select(open).Select(f => Batch(variety, f.Name, f.Bytes)).ToArray();
            CifarVariety.CheckTotal(batches.Sum(b => b.Labels.LongLength), files[^1]);
            return Dataset.Create(
                variety.Name,
                split,
                new UInt8Pixels([.. batches.SelectMany(b => b.Pixels)], CifarVariety.Shape),
                [.. batches.SelectMany(b => b.Labels)],
                default,
                variety.ClassNames,
                $"{variety.Name} {split} read from its Python version"
            );
        }

        return new TrainTestData(Split(DatasetSplit.Train, variety.Python.Train), Split(DatasetSplit.Test, [variety.Python.Test]));
    }

    private static (byte[] Pixels, long[] Labels) Batch(CifarVariety variety, string file, byte[] bytes)
    {
        if (RestrictedPickle.Read(file, bytes) is not Dictionary<string, object?> batch)
            throw new DatasetFormatException(file, 0, "a pickled dictionary", "something else");
        if (
            batch.GetValueOrDefault("data") is not PickledArray { Type: "u1" or "|u1", Shape: [var count, CifarVariety.PixelBytes] } data
            || data.Bytes.Length != count * CifarVariety.PixelBytes
        )
            throw new DatasetFormatException(
                file,
                0,
                $"\"data\", a uint8 array of shape (N, {CifarVariety.PixelBytes})",
                "another or none"
            );
        var list = batch.GetValueOrDefault(variety.LabelKey) switch
        {
            // As numpy writes them anew.
            PickledArray { Shape: [_] } array => array.Numbers(count),
            List<object?> items when items.Count == count => [.. items],
            object?[] items when items.Length == count => items,
            _ => null,
        };
        if (list is null)
            throw new DatasetFormatException(file, 0, $"\"{variety.LabelKey}\", a list of {count} labels", "another or none");
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = list[i] is long label
                ? label
                : throw new DatasetFormatException(file, 0, "labels that are integers", $"{list[i] ?? "None"}");
            variety.CheckLabel(labels[i], file, 0);
        }

        return (data.Bytes, labels);
    }
}
