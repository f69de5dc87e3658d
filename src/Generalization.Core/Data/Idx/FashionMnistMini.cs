namespace Generalization.Data.Idx;

/// <summary>2,000 training and 1,000 test images of Fashion-MNIST, 1×28×28, balanced, inside this library: real data with no
/// download.</summary>
/// <remarks>The first 200 of each class of the training files and the first 100 of each class of the test files, in file order.
/// Fashion-MNIST is © 2017 Zalando SE under the MIT licence.</remarks>
public static class FashionMnistMini
{
    /// <summary>Training and test set.</summary>
    public static TrainTestData Load() => new(LoadSplit("train", DatasetSplit.Train), LoadSplit("t10k", DatasetSplit.Test));

    /// <summary>Makes the subset again from the whole data set.</summary>
    /// <param name="whole">All of Fashion-MNIST.</param>
    public static TrainTestData From(TrainTestData whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        return new(FirstOfEachClass(whole.Train, 200), FirstOfEachClass(whole.Test, 100));
    }

    /// <summary>Writes a data set's pixels and labels as MNIST's four .gz files.</summary>
    /// <param name="data">uint8 images of one channel, of at most 256 classes.</param>
    /// <param name="folder">The folder, which is made.</param>
    /// <exception cref="ArgumentException">The images are not uint8 with one channel, or there are more classes than a byte can tell
    /// apart.</exception>
    public static void Write(TrainTestData data, string folder)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ClassCount > 256)
            throw new ArgumentException(
                $"IDX files hold labels of one byte, at most 256 classes, but there were {data.ClassCount}.",
                nameof(data)
            );
        Directory.CreateDirectory(folder);
        foreach (var (set, prefix) in new[] { (data.Train, "train"), (data.Test, "t10k") })
        {
            if (set.Pixels.Type != PixelType.UInt8 || set.Shape.Channels != 1)
                throw new ArgumentException($"IDX files hold uint8 images of one channel, but the images were {set.Shape}.", nameof(data));
            IdxFile.WriteGzip(
                Path.Combine(folder, $"{prefix}-images-idx3-ubyte.gz"),
                [set.Count, set.Shape.Height, set.Shape.Width],
                set.Pixels.ToMemory().Memory<byte>()!.Value.Span
            );
            IdxFile.WriteGzip(
                Path.Combine(folder, $"{prefix}-labels-idx1-ubyte.gz"),
                [set.Count],
                [.. set.Labels.ToArray().Select(l => (byte)l)]
            );
        }
    }

    private static Dataset FirstOfEachClass(Dataset set, int perClass)
    {
        var taken = new int[set.ClassCount];
        var positions = new List<int>();
        for (var i = 0; i < set.Count; i++)
            if (taken[set.Labels[i]]++ < perClass)
                positions.Add(i);
        return set.Select([.. positions]);
    }

    private static Dataset LoadSplit(string prefix, DatasetSplit split)
    {
        var labelFile = $"{prefix}-labels-idx1-ubyte.gz";
        return new IdxForm("fashion-mnist-mini", FashionMnist.ClassNames).Assemble(
            Read($"{prefix}-images-idx3-ubyte.gz", 3),
            Read(labelFile, 1),
            labelFile,
            split,
            $"fashion-mnist-mini {split}, embedded"
        );
    }

    private static (int[] Sizes, byte[] Values) Read(string file, int dimensions)
    {
        using var stream = typeof(FashionMnistMini).Assembly.GetManifestResourceStream("FashionMnistMini/" + file)!;
        return IdxFile.Read(stream, file, compressed: true, dimensions, DatasetFormatException.FetchAgain);
    }
}
