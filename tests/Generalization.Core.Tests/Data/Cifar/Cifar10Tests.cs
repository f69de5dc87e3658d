using Generalization.Data;
using Generalization.Data.Cifar;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cifar").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(Func<string, byte[]> content)
    {
        foreach (var file in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
            File.WriteAllBytes(Path.Combine(folder, file), content(file));
    }

    private static byte[] Records(int count, byte label)
    {
        var content = new byte[count * 3073];
        for (var i = 0; i < content.Length; i++)
            content[i] = i % 3073 == 0 ? label : (byte)(i * 31 + label);
        return content;
    }

    [Fact]
    public void Reads_records_in_file_order()
    {
        Write(file => Records(300, file[^5] is 'h' ? (byte)9 : (byte)(file[^5] - '0')));
        var data = Cifar10.Load(folder);
        data.Train.Labels.ToArray().Should().Equal(Enumerable.Range(0, 1500).Select(i => (long)(i / 300 + 1)));
        var record = Records(300, 4).AsSpan((1199 - 900) * 3073 + 1, 3072);
        ((UInt8Pixels)data.Train.Pixels).Values.Slice(1199 * 3072, 3072).SequenceEqual(record).Should().BeTrue();
        (data.Test.Count, data.Test.Labels[299]).Should().Be((300, 9));
    }

    [Fact]
    public void Names_a_label_out_of_range()
    {
        Write(_ => [.. Records(1, 3), .. Records(1, 10)]);
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{Path.Combine(folder, "data_batch_1.bin")}, byte 3073: expected a label in [0, 9], but found "
                    + "10. Fetch the file again from its publisher."
            );
    }

    [Theory]
    [InlineData(3072)]
    [InlineData(3074)]
    [InlineData(0)]
    public void Refuses_a_length_of_no_whole_records(int length)
    {
        Write(_ => new byte[length]);
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage("*expected whole records of 3073 bytes*");
    }

    /// <summary>The files are holes, which take no room on the disk, and are refused before they are read.</summary>
    [Fact]
    public void Refuses_more_images_than_one_array_can_hold()
    {
        Write(_ => []);
        foreach (var file in Directory.EnumerateFiles(folder))
            using (var hole = File.OpenWrite(file))
                hole.SetLength(3073L * 150_000);
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{Path.Combine(folder, "data_batch_5.bin")}, byte 0: expected at most 699,050 images in a split, "
                    + "but found the last of files that hold 750,000. *"
            );
        using (var hole = File.OpenWrite(Path.Combine(folder, "data_batch_3.bin")))
            hole.SetLength(3073L << 32);
        new Action(() => Cifar10.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage("*the last of files that hold 4,295,567,296. *");
    }

    [FullDataFact("cifar-10-batches-bin")]
    public void Reads_the_whole_data_set()
    {
        var data = Cifar10.Load(Path.Combine(FullDataFactAttribute.Root, "cifar-10-batches-bin"));
        (data.Train.Count, data.Test.Count).Should().Be((50000, 10000));
        data.Train.Labels.ToArray().CountBy(l => l).Should().OnlyContain(c => c.Value == 5000);
    }
}
