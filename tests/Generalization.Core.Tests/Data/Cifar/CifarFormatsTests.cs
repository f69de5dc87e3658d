using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Generalization.Data;
using Generalization.Data.Cifar;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

/// <summary>CIFAR in the forms besides CIFAR-10's binary files: archives, Python batches, CIFAR-100; and what a hostile file
/// meets.</summary>
public sealed class CifarFormatsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cifar").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly string[] Batches = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}"), "test_batch"];

    private static byte[] Record(int size, byte coarse, byte fine, int seed)
    {
        var record = new byte[size];
        for (var i = 0; i < size; i++)
            record[i] = (byte)(i * 31 + seed);
        (record[0], record[size - 3073]) = (coarse, fine);
        return record;
    }

    private static byte[] Fixture(string name)
    {
        using var stream = typeof(CifarFormatsTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string Archive(string name, params (string Name, byte[] Content)[] entries) =>
        Archive(
            name,
            tar =>
            {
                foreach (var (entry, content) in entries)
                    tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
            }
        );

    private string Archive(string name, Action<TarWriter> write)
    {
        var path = Path.Combine(folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        write(tar);
        return path;
    }

    private static void Refuses(Action read, string sentence) => read.Should().Throw<DatasetFormatException>().WithMessage(sentence);

    [Fact]
    public void Cifar100_takes_the_fine_label()
    {
        File.WriteAllBytes(Path.Combine(folder, "train.bin"), [.. Record(3074, 19, 99, 1), .. Record(3074, 3, 0, 2)]);
        File.WriteAllBytes(Path.Combine(folder, "test.bin"), Record(3074, 0, 42, 3));
        var data = Cifar100.Load(folder);
        data.Train.Labels.ToArray().Should().Equal(99, 0);
        data.ClassNames[(int)data.Test.Labels[0]].Should().Be("leopard");
        ((UInt8Pixels)data.Train.Pixels).Values[3072..].ToArray().Should().Equal(Record(3074, 3, 0, 2)[2..]);
        (data.ClassCount, Cifar100.ClassNames.Distinct().Count()).Should().Be((100, 100));
    }

    [Fact]
    public void Cifar100_names_a_label_out_of_range()
    {
        File.WriteAllBytes(Path.Combine(folder, "train.bin"), Record(3074, 0, 100, 1));
        File.WriteAllBytes(Path.Combine(folder, "test.bin"), Record(3074, 0, 0, 1));
        Refuses(
            () => Cifar100.Load(folder),
            $"{Path.Combine(folder, "train.bin")}, byte 1: expected a label in [0, 99], but found 100. Fetch the file again "
                + "from its publisher."
        );
    }

    [Fact]
    public void An_archive_gives_what_its_files_give_and_unpacks_nothing()
    {
        var records = Batches
            .Select((b, i) => (Name: $"cifar-10-batches-bin/{b}.bin", Content: Record(3073, (byte)i, (byte)i, i)))
            .ToArray();
        var path = Archive("cifar-10-binary.tar.gz", [("cifar-10-batches-bin/batches.meta.txt", [1]), .. records]);
        foreach (var data in new[] { Cifar10.Load(path), Cifar10.Load(folder) })
        {
            data.Train.Labels.ToArray().Should().Equal(0, 1, 2, 3, 4);
            data.Test.Labels.ToArray().Should().Equal(5);
        }

        Directory.EnumerateFileSystemEntries(folder).Should().Equal(path);
    }

    [Theory]
    [InlineData("protocol2")]
    [InlineData("protocol4")]
    public void Python_batches_are_read_from_a_folder_and_from_an_archive(string protocol)
    {
        var batch = Fixture($"data_batch_1.{protocol}.pickle");
        foreach (var name in Batches)
            File.WriteAllBytes(Path.Combine(folder, name), batch);
        var archive = Archive("cifar-10-python.tar.gz", [.. Batches.Select(b => ($"cifar-10-batches-py/{b}", batch))]);
        foreach (var data in new[] { Cifar10.Load(folder), Cifar10.Load(archive) })
        {
            data.Train.Labels.ToArray().Should().Equal(3, 9, 3, 9, 3, 9, 3, 9, 3, 9);
            ((UInt8Pixels)data.Test.Pixels).Values.ToArray().Should().Equal(Enumerable.Range(0, 6144).Select(i => (byte)(i * 31 % 251)));
        }
    }

    /// <summary>Saved anew by numpy 1.24: with protocol 5, numbers and sets beside the data, labels as an array or as numpy's own
    /// numbers.</summary>
    [Theory]
    [InlineData("protocol5")]
    [InlineData("protocol5-arrays")]
    [InlineData("protocol4-scalars")]
    [InlineData("protocol3-arrays")]
    public void Batches_that_numpy_saved_anew_are_read(string how)
    {
        var batch = Fixture($"data_batch_1.{how}.pickle");
        // Numpy 2 has moved what makes an array.
        foreach (var written in new[] { batch, Replace(batch, "cnumpy.core.", "cnumpy._core.") })
        {
            foreach (var name in Batches)
                File.WriteAllBytes(Path.Combine(folder, name), written);
            var data = Cifar10.Load(folder);
            data.Test.Labels.ToArray().Should().Equal(3, 9);
            ((UInt8Pixels)data.Test.Pixels).Values.ToArray().Should().Equal(Enumerable.Range(0, 6144).Select(i => (byte)(i * 31 % 251)));
        }
    }

    private static byte[] Replace(byte[] bytes, string what, string by) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(what, by, StringComparison.Ordinal));

    [Fact]
    public void Labels_of_fractions_are_refused()
    {
        var batch = Replace(Fixture("data_batch_1.protocol3-arrays.pickle"), "i4", "f4");
        foreach (var name in Batches)
            File.WriteAllBytes(Path.Combine(folder, name), batch);
        Refuses(() => Cifar10.Load(folder), "*data_batch_1, byte 0: expected labels that are integers, but found *");
    }

    /// <summary>A key is hashed each time that it is used.</summary>
    [Fact]
    public void A_pickle_that_sets_one_long_key_again_and_again_is_refused_at_once()
    {
        var key = new byte[1 << 23];
        byte[] bomb =
        [
            0x80,
            2,
            (byte)'X',
            0,
            0,
            0x80,
            0,
            .. key,
            (byte)'q',
            0,
            (byte)'0',
            (byte)'}',
            .. Enumerable.Repeat<byte[]>([(byte)'h', 0, (byte)'N', (byte)'s'], 20_000).SelectMany(b => b),
            (byte)'.',
        ];
        Refuses(
            () => RestrictedPickle.Read("file", bomb),
            "file, byte 8388622: expected keys of at most 256 characters, but found one of 8,388,608. *"
        );
    }

    [Fact]
    public void A_root_that_holds_the_publishers_folder_serves_as_the_folder_itself()
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "cifar-10-batches-py")).FullName;
        foreach (var name in Batches)
            File.WriteAllBytes(Path.Combine(own, name), Fixture("data_batch_1.protocol4.pickle"));
        Cifar10.Load(folder).Train.ContentHash.ToString().Should().Be(Cifar10.Load(own).Train.ContentHash.ToString());
    }

    [Fact]
    public void A_sparse_entry_of_a_tar_gets_the_documented_exception()
    {
        var path = Path.Combine(folder, "sparse.tar.gz");
        WriteTar(path, Claim([.. Encoding.ASCII.GetBytes("data_batch_1.bin"), .. new byte[4096]], "00000000001\0"u8, 'S'));
        Refuses(() => Cifar10.Load(path), $"{path}, byte *: expected an intact .tar.gz, but found corrupt or missing data. *");
    }

    /// <summary>What is cut off a trailer was passed over.</summary>
    [Fact]
    public void An_archive_without_its_last_bytes_is_refused()
    {
        var path = Archive("cut.tar.gz", [.. Batches.Select((b, i) => ($"{b}.bin", Record(3073, (byte)i, (byte)i, i)))]);
        Cifar10.Load(path).Train.Count.Should().Be(5);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^3]);
        Refuses(() => Cifar10.Load(path), $"{path}, byte *: expected a gzip trailer that states * bytes and their checksum, but found *");
    }

    [Fact]
    public void A_pipe_in_a_batchs_place_is_refused()
    {
        foreach (var batch in Batches)
            File.WriteAllBytes(Path.Combine(folder, batch + ".bin"), Record(3073, 1, 1, 1));
        var pipe = Path.Combine(folder, "data_batch_3.bin");
        File.Delete(pipe);
        if (NamedPipe.TryMake(pipe))
            new Action(() => Cifar10.Load(folder))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{pipe} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    /// <summary>The published files are of Python 2, whose strings have opcodes of their own.</summary>
    [Fact]
    public void A_batch_of_python_2_is_read()
    {
        foreach (var name in Batches)
            File.WriteAllBytes(Path.Combine(folder, name), Python2Batch());
        var data = Cifar10.Load(folder);
        data.Test.Labels.ToArray().Should().Equal(7);
        ((UInt8Pixels)data.Test.Pixels).Values[255].Should().Be(255);
    }

    private static byte[] Python2Batch(string function = "numpy.core.multiarray\n_reconstruct\n")
    {
        var content = Enumerable.Range(0, 3072).Select(i => (byte)i).ToArray();
        static byte[] S(string s) => Encoding.Latin1.GetBytes(s);
        return
        [
            .. S(
                "\u0080\u0002}q\u0001(U\u0004dataq\u0002c"
                    + function
                    + "(cnumpy\nndarray\n(K\u0000tU\u0001btR(K\u0001(K\u0001M\u0000\u000ct"
            ),
            .. S(
                "cnumpy\ndtype\n(U\u0002u1K\u0000K\u0001tR(K\u0003U\u0001|"
                    + "NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb\u0089T\u0000\u000c\u0000\u0000"
            ),
            .. content,
            .. S("tbU\u0006labels]K\u0007au."),
        ];
    }

    [Fact]
    public void Code_in_a_pickle_is_named_and_never_run()
    {
        foreach (var name in Batches)
            File.WriteAllBytes(Path.Combine(folder, name), Python2Batch("os\nsystem\n"));
        Refuses(
            () => Cifar10.Load(folder),
            $"{Path.Combine(folder, "data_batch_1")}, byte 14: expected numpy's names for an array and its type alone, but "
                + "found a call of os.system, which is never run. Fetch the file again from its publisher."
        );
    }

    /// <summary>An array whose content, shape and type are strings and tuples that were kept before.</summary>
    private static byte[] PickleOfArrays(int count, int length, int dimensions)
    {
        static byte[] S(string s) => Encoding.Latin1.GetBytes(s);
        var size = new byte[4];
        BitConverter.TryWriteBytes(size, length);
        return
        [
            .. S("\u0080\u0002cnumpy.core.multiarray\n_reconstruct\nq\u0001cnumpy\ndtype\nU\u0002u1\u0085Rq\u0002("),
            .. Enumerable.Repeat(S("K\u0001"), dimensions).SelectMany(b => b),
            .. S("tq\u0003T"),
            .. size,
            .. new byte[length],
            .. S("q\u0004("),
            .. Enumerable.Repeat(S("h\u0001)R(K\u0001h\u0003h\u0002\u0089h\u0004tb"), count).SelectMany(b => b),
            .. S("t."),
        ];
    }

    [Fact]
    public void A_pickle_that_uses_one_large_string_again_and_again_takes_no_more_memory_than_the_file()
    {
        var bomb = PickleOfArrays(count: 5000, length: 1 << 20, dimensions: 2);
        RestrictedPickle.Read("file", PickleOfArrays(count: 1, length: 1 << 20, dimensions: 2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(
            () => RestrictedPickle.Read("file", bomb),
            $"file, byte *: expected arrays of at most the file's {bomb.Length:N0} bytes, but found the same bytes used "
                + "again for 2,097,152. *"
        );
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10 << 20);
        Refuses(
            () => RestrictedPickle.Read("file", PickleOfArrays(count: 1, length: 1, dimensions: 65)),
            "file, byte *: expected the state of an array, but found another. *"
        );
        Refuses(
            () => RestrictedPickle.Read("file", [0x80, 2, .. Enumerable.Repeat((byte)'}', 1 << 20), (byte)'.']),
            "file, byte 1048577: expected at most 1,048,576 operations, but found more. *"
        );
    }

    [Fact]
    public void A_pickle_cut_or_altered_anywhere_gives_the_data_or_one_typed_error()
    {
        var whole = Fixture("data_batch_1.protocol4.pickle");
        var random = new RandomKey(1, RandomPurpose.Custom).Stream(0);
        for (var i = 0; i < 300; i++)
        {
            byte[] broken = i < 100 ? whole[..random.NextInt32(whole.Length)] : [.. whole];
            // The pixels may be anything; the structure before and after them is what can break.
            if (i >= 100)
                broken[random.NextInt32(2) == 0 ? random.NextInt32(220) : whole.Length - 1 - random.NextInt32(100)] ^= (byte)(
                    1 << random.NextInt32(8)
                );
            try
            {
                RestrictedPickle.Read("file", broken);
            }
            catch (DatasetFormatException) { }
        }
    }

    [Fact]
    public void A_missing_batch_is_named()
    {
        File.WriteAllBytes(Path.Combine(folder, "data_batch_1"), Fixture("data_batch_1.protocol2.pickle"));
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{folder} has no data_batch_2. Name the folder that holds the data set as its publisher lays it out.");
    }

    [Fact]
    public void An_empty_folder_names_the_forms_that_are_looked_for() =>
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage(
                $"{folder} has no data_batch_1.bin, data_batch_1 or cifar-10-binary.tar.gz. Name the folder that holds the "
                    + "data set as its publisher lays it out."
            );

    [Theory]
    [InlineData("../data_batch_1.bin")]
    [InlineData("/etc/data_batch_1.bin")]
    [InlineData("a/../../data_batch_1.bin")]
    public void An_entry_that_points_outside_is_refused(string name) =>
        Refuses(
            () => Cifar10.Load(Archive("bad.tar.gz", (name, Record(3073, 1, 1, 1)))),
            $"*expected names inside the archive, but found {name}, which points outside. *"
        );

    [Fact]
    public void A_link_is_refused() =>
        Refuses(
            () =>
                Cifar10.Load(
                    Archive(
                        "bad.tar.gz",
                        tar => tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "data_batch_1.bin") { LinkName = "/etc/passwd" })
                    )
                ),
            "*expected files and folders alone, but found data_batch_1.bin, a link to /etc/passwd. *"
        );

    [Fact]
    public void A_gzip_bomb_stops_at_the_limit()
    {
        var path = Path.Combine(folder, "bomb.tar.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            using var tar = new TarWriter(gzip);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "filler") { DataStream = new Zeros(300L << 20) });
        }

        new FileInfo(path).Length.Should().BeLessThan(3 << 20);
        Refuses(() => Cifar10.Load(path), $"{path}, byte *: expected at most 268,435,456 bytes when decompressed, but found more. *");
    }

    [Fact]
    public void An_entry_that_lies_about_its_size_takes_no_memory_and_is_refused()
    {
        var path = Archive("lie.tar.gz", ("data_batch_1.bin", Record(3073, 1, 1, 1)));
        byte[] tar;
        using (var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        {
            using var copy = new MemoryStream();
            gzip.CopyTo(copy);
            tar = copy.ToArray();
        }

        WriteTar(path, Claim(tar, "17777777777"u8));
        Refuses(
            () => Cifar10.Load(path),
            $"{path}, byte *: expected an entry of at most 268,435,456 bytes, but found data_batch_1.bin of 2,147,483,647. *"
        );
    }

    [Fact]
    public void An_entry_that_claims_far_more_than_its_archive_takes_no_memory_and_is_refused()
    {
        var path = Path.Combine(folder, "lie.tar.gz");
        WriteTar(path, Claim([.. Encoding.ASCII.GetBytes("data_batch_1.bin"), .. new byte[4096]], "01000000000\0"u8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(
            () => Cifar10.Load(path),
            $"{path}, byte 512: expected an entry of at most 100 times the archive, but found "
                + "data_batch_1.bin of 134217728 bytes in an archive "
                + $"of {new FileInfo(path).Length}. *"
        );
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2 << 20);
    }

    /// <summary>Another size and kind in the first header, with its checksum: the size is twelve bytes at 124, the checksum eight at 148,
    /// the kind one at 156.</summary>
    private static byte[] Claim(byte[] tar, ReadOnlySpan<byte> size, char kind = '0')
    {
        tar = [.. tar];
        size.CopyTo(tar.AsSpan(124));
        tar[156] = (byte)kind;
        "        "u8.CopyTo(tar.AsSpan(148));
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        return tar;
    }

    private static void WriteTar(string path, byte[] tar)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(tar);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('L')]
    [InlineData('K')]
    public void A_long_header_is_refused_before_memory_is_taken(char kind)
    {
        var path = Path.Combine(folder, "long.tar.gz");
        var tar = new byte[4096];
        void Refused(byte[] size, string found)
        {
            WriteTar(path, Claim(tar, size, kind));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refuses(
                () => Cifar10.Load(path),
                $"{path}, byte 0: expected names and attributes of at most 1,048,576 bytes, but found a header that claims " + $"{found}. *"
            );
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
        }

        Refused([.. "07777777777\0"u8], "1,073,741,823");
        Refused([.. "00004000001\0"u8], "1,048,577");
        Refused([0x80, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0xff, 0xff, 0xff], "1,073,741,823");
        WriteTar(path, Claim(tar, [0x80, .. Enumerable.Repeat((byte)0xff, 11)], kind));
        Refuses(() => Cifar10.Load(path), $"{path}, byte *: expected an intact .tar.gz, but found corrupt or missing data. *");
    }

    [Fact]
    public void A_long_name_is_read()
    {
        var path = Path.Combine(folder, "long.tar.gz");
        foreach (var format in new[] { TarEntryFormat.Gnu, TarEntryFormat.Pax })
        {
            using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            {
                using var tar = new TarWriter(gzip, format);
                foreach (var batch in Batches)
                {
                    var name = new string('a', 300) + $"/{batch}.bin";
                    TarEntry entry =
                        format == TarEntryFormat.Gnu
                            ? new GnuTarEntry(TarEntryType.RegularFile, name)
                            : new PaxTarEntry(TarEntryType.RegularFile, name);
                    entry.DataStream = new MemoryStream(Record(3073, 4, 4, 1));
                    tar.WriteEntry(entry);
                }
            }

            Cifar10.Load(path).Train.Labels.ToArray().Should().Equal(4, 4, 4, 4, 4);
        }
    }

    [Fact]
    public void An_archive_cut_in_the_middle_is_refused()
    {
        var path = Archive(
            "cut.tar.gz",
            [
                .. Batches.Select(
                    (b, i) => ($"{b}.bin", Enumerable.Range(0, 3073 * 20).Select(j => (byte)(j % 3073 == 0 ? 1 : j * j * 31)).ToArray())
                ),
            ]
        );
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Refuses(() => Cifar10.Load(path), $"{path}, byte *: expected *, but found *. Fetch the file again from its publisher.");
    }

    private sealed class Zeros(long length) : Stream
    {
        private long at;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => at;
            set => at = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - at);
            buffer.AsSpan(offset, read).Clear();
            at += read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => at = offset;

        public override void SetLength(long value) { }

        public override void Write(byte[] buffer, int offset, int count) { }
    }
}
