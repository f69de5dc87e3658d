using System.IO.Compression;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

public sealed class IdxDatasetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idx").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Labels(byte[] content, bool gzip = false)
    {
        var path = Path.Combine(folder, gzip ? "labels.gz" : "labels");
        using Stream stream = gzip ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        stream.Write(content);
        return path;
    }

    private static byte[] Valid => [0, 0, 8, 1, 0, 0, 0, 3, 5, 6, 7];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_plain_and_gzip(bool gzip)
    {
        var (sizes, values) = IdxFile.Read(Labels(Valid, gzip), 1);
        sizes.Should().Equal(3);
        values.Should().Equal(5, 6, 7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refuses_every_truncation(bool gzip)
    {
        var whole = File.ReadAllBytes(Labels(Valid, gzip));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = Path.Combine(folder, gzip ? "cut.gz" : "cut");
            File.WriteAllBytes(path, whole[..length]);
            new Action(() => IdxFile.Read(path, 1))
                .Should()
                .Throw<DatasetFormatException>($"only {length} of {whole.Length} bytes are there");
        }
    }

    [Fact]
    public void Refuses_every_corrupt_byte_of_gzip_data()
    {
        var whole = File.ReadAllBytes(Labels(Valid, gzip: true));
        for (var i = 10; i < whole.Length; i++)
        {
            var path = Path.Combine(folder, "flipped.gz");
            var flipped = (byte[])whole.Clone();
            flipped[i] ^= 0x41;
            File.WriteAllBytes(path, flipped);
            new Action(() => IdxFile.Read(path, 1)).Should().Throw<DatasetFormatException>($"byte {i} is corrupt");
        }
    }

    [Theory]
    [InlineData(false, "11")]
    [InlineData(true, "11")]
    public void Refuses_padding(bool gzip, string offset)
    {
        var path = Labels([.. Valid, 0], gzip);
        new Action(() => IdxFile.Read(path, 1)).Should().Throw<DatasetFormatException>().WithMessage($"{path}, byte {offset}: expected *");
    }

    /// <summary>What gzip -t accepts: members one after another, also empty ones, and zeros behind the last.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(7, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 512)]
    [InlineData(2, 100_000)]
    public void Reads_gzip_of_several_members_and_zeros_behind_them(int members, int zeros)
    {
        var values = new byte[300_000];
        new Random(1).NextBytes(values);
        byte[] whole = [0, 0, 8, 1, 0, 4, 0x93, 0xe0, .. values];
        var path = Path.Combine(folder, "members.gz");
        using (var file = File.Create(path))
        {
            foreach (var part in whole.Chunk((whole.Length + members - 1) / members).Append([]))
                file.Write(Member(part));
            file.Write(new byte[zeros]);
        }

        IdxFile.Read(path, 1).Values.Should().Equal(values);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. bytes, 1]);
        new Action(() => IdxFile.Read(path, 1))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 300008: expected the end of the gzip file or another member of it, but found other bytes. *");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void Reads_gzip_with_an_empty_member_before_others(int at)
    {
        var path = Path.Combine(folder, "empty.gz");
        File.WriteAllBytes(path, [.. at > 0 ? Member(Valid[..at]) : [], .. Member([]), .. Member([]), .. Member(Valid[at..]), 0, 0]);
        IdxFile.Read(path, 1).Values.Should().Equal(5, 6, 7);
    }

    [Fact]
    public void A_member_whose_header_has_every_field_is_read()
    {
        var member = Member(Valid);
        member[3] = 2 | 4 | 8 | 16;
        var path = Path.Combine(folder, "fields.gz");
        File.WriteAllBytes(path, [.. member[..10], 3, 0, 7, 8, 9, .. "name\0"u8, .. "words\0"u8, 1, 2, .. member[10..]]);
        IdxFile.Read(path, 1).Values.Should().Equal(5, 6, 7);
    }

    private static byte[] Member(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        // .NET writes nothing for no content; a member of nothing is a final block of the fixed codes.
        return content.Length > 0 ? compressed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    [Fact]
    public void A_gzip_bomb_is_refused_before_memory_is_taken()
    {
        var path = Path.Combine(folder, "bomb.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal))
        {
            gzip.Write([0, 0, 8, 1, 0x7f, 0, 0, 0]);
            for (var i = 0; i < 100; i++)
                gzip.Write(new byte[1 << 20]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        new Action(() => IdxFile.Read(path, 1))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{path}, byte 4: expected at most 67,108,864 values, 100 times the compressed file or 67,108,864, whichever is more, but "
                    + "found sizes 2130706432. Decompress the file yourself if you trust it; a plain one is read whatever its size."
            );
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(256)]
    public void A_number_of_dimensions_that_no_file_has_is_refused(int dimensions) =>
        new Action(() => IdxFile.Read(Labels(Valid), dimensions))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"The number of dimensions must lie in [1, 255], but was {dimensions}. (Parameter 'dimensions')");

    [Fact]
    public void A_folder_or_a_pipe_in_the_files_place_is_refused()
    {
        new Action(() => IdxFile.Read(folder, 1))
            .Should()
            .Throw<IOException>()
            .WithMessage($"{folder} must be a regular file, but is a folder. Remove it, or name another file.");
        var pipe = Path.Combine(folder, "pipe");
        if (NamedPipe.TryMake(pipe))
            new Action(() => IdxFile.Read(pipe, 1))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{pipe} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    /// <summary>As copies on Kaggle have them, with a point; as own sets have them, with their name or with "test".</summary>
    [Theory]
    [InlineData("", "t10k", '.', "")]
    [InlineData("", "t10k", '.', ".gz")]
    [InlineData("", "test", '-', ".gz")]
    [InlineData("mnist-", "test", '-', ".gz")]
    public void Files_are_found_by_the_names_that_copies_have(string before, string test, char separator, string ending)
    {
        foreach (var (split, count) in new[] { ("train", 3), (test, 2) })
        {
            Write($"{before}{split}-images{separator}idx3-ubyte", [count, 2, 2], new byte[count * 4]);
            Write($"{before}{split}-labels{separator}idx1-ubyte", [count], new byte[count]);
        }

        foreach (var data in new[] { Mnist.Load(folder), IdxDataset.Load(folder, "mnist", Mnist.ClassNames) })
            (data.Train.Count, data.Test.Count).Should().Be((3, 2));

        void Write(string name, int[] sizes, byte[] values)
        {
            var path = Path.Combine(folder, name + ".gz");
            IdxFile.WriteGzip(path, sizes, values);
            if (ending == ".gz")
                return;
            using (var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            using (var plain = File.Create(Path.Combine(folder, name)))
                gzip.CopyTo(plain);
            File.Delete(path);
        }
    }

    [Fact]
    public void A_damaged_file_of_ones_own_has_no_publisher()
    {
        foreach (var split in new[] { "train", "t10k" })
        {
            IdxFile.WriteGzip(Path.Combine(folder, $"{split}-images-idx3-ubyte.gz"), [2, 1, 1], [1, 2]);
            IdxFile.WriteGzip(Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz"), [2], [0, 2]);
        }

        new Action(() => IdxDataset.Load(folder, "mine", ["a", "b"]))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{Path.Combine(folder, "train-labels-idx1-ubyte.gz")}, byte 9: expected a label in [0, 1], "
                    + "but found 2. Replace the file by a "
                    + "whole copy, or make it anew."
            );
    }

    [Fact]
    public void Names_file_offset_expected_and_found_for_a_wrong_magic()
    {
        var path = Labels([0, 0, 8, 3, 0, 0, 0, 3, 5, 6, 7]);
        new Action(() => IdxFile.Read(path, 1))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{path}, byte 0: expected the IDX magic 0x00000801, but found 0x00000803. Replace the file "
                    + "by a whole copy, or make it anew."
            );
    }

    [Fact]
    public void Names_the_label_that_is_out_of_range()
    {
        IdxFile.WriteGzip(Path.Combine(folder, "train-images-idx3-ubyte.gz"), [2, 1, 1], [1, 2]);
        IdxFile.WriteGzip(Path.Combine(folder, "train-labels-idx1-ubyte.gz"), [2], [3, 10]);
        var path = Path.Combine(folder, "train-labels-idx1-ubyte.gz");
        new Action(() => Mnist.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 9: expected a label in [0, 9], but found 10. Fetch the file again from its publisher.");
    }

    [Fact]
    public void Names_the_missing_file() =>
        new Action(() => Mnist.Load(folder))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage(
                $"{folder} has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz. Name the folder that "
                    + "holds the data set as its publisher lays it out."
            );
}
