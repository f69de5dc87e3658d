using System.IO.Compression;
using Generalization.Data;
using Generalization.Data.Idx;

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

    [Fact]
    public void Names_file_offset_expected_and_found_for_a_wrong_magic()
    {
        var path = Labels([0, 0, 8, 3, 0, 0, 0, 3, 5, 6, 7]);
        new Action(() => IdxFile.Read(path, 1))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{path}, byte 0: expected the IDX magic 0x00000801, but found 0x00000803. Fetch the file again from its publisher."
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
