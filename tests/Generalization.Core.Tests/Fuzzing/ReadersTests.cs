using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using Generalization.Data;
using Generalization.Data.Archives;
using Generalization.Data.Cifar;
using Generalization.Data.Csv;
using Generalization.Data.Idx;
using Generalization.Files;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Fuzzing;

/// <summary>Every reader of files in Core, but for checkpoints, gives what it read or throws what it documents.</summary>
[NoTensorLeaks]
public sealed class ReadersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuzz").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Action<byte[]> OfFile(string name, Action<string> read) =>
        bytes =>
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            read(path);
        };

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    private static byte[] Idx(params int[] sizes)
    {
        byte[] bytes = [0, 0, 8, (byte)sizes.Length, .. new byte[4 * sizes.Length], .. new byte[sizes.Aggregate(1, (a, b) => a * b)]];
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), sizes[i]);
        return bytes;
    }

    [Fact]
    public void Idx_plain() =>
        new Fuzz("idx", typeof(DatasetFormatException)).Run(OfFile("a", p => IdxFile.Read(p, 3)), Idx(5, 4, 3), Idx(1, 28, 28));

    [Fact]
    public void Idx_in_gzip() =>
        new Fuzz("idx-gzip", typeof(DatasetFormatException)) { Repair = Gzip }.Run(
            OfFile("a.gz", p => IdxFile.Read(p, 3)),
            Idx(5, 4, 3),
            Idx(1, 28, 28)
        );

    [Fact]
    public void Gzip_itself() =>
        new Fuzz("gzip", typeof(DatasetFormatException)).Run(
            OfFile("a.gz", p => IdxFile.Read(p, 3)),
            Gzip(Idx(5, 4, 3)),
            [.. Gzip(Idx(5, 4, 3)[..20]), .. Gzip(Idx(5, 4, 3)[20..])]
        );

    [Fact]
    public void Cifar_binary()
    {
        var image = new byte[3073];
        new Fuzz("cifar-binary", typeof(DatasetFormatException)).Run(
            bytes => CifarBinary.Load(CifarVariety.Ten, name => (name, name.Contains('1', StringComparison.Ordinal) ? bytes : image)),
            image,
            [.. image, .. image]
        );
    }

    private static byte[][] Pickles =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Where(n => n.EndsWith(".pickle", StringComparison.Ordinal))
                .Order()
                .Select(n =>
                {
                    using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(n)!;
                    using var copy = new MemoryStream();
                    stream.CopyTo(copy);
                    return copy.ToArray();
                }),
        ];

    [Fact]
    public void Pickle() => new Fuzz("pickle", typeof(DatasetFormatException)).Run(b => RestrictedPickle.Read("a", b), Pickles);

    [Fact]
    public void Cifar_python()
    {
        var whole = Pickles[0];
        new Fuzz("cifar-python", typeof(DatasetFormatException)).Run(
            b => CifarPython.Load(CifarVariety.Ten, name => (name, name.Contains('1', StringComparison.Ordinal) ? b : whole)),
            Pickles
        );
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format, leaveOpen: true))
            foreach (var name in new[] { "a/one.bin", "a/" + new string('n', 90) + "/two.bin" })
                tar.WriteEntry(
                    format switch
                    {
                        TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name)
                        {
                            DataStream = new MemoryStream(new byte[600]),
                        },
                        TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name)
                        {
                            DataStream = new MemoryStream(new byte[600]),
                        },
                        _ => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(new byte[600]) },
                    }
                );
        return stream.ToArray();
    }

    // The checksum of each header, in a tar whose blocks may have moved.
    private static byte[] Summed(byte[] tar)
    {
        const int block = 512,
            field = 148,
            width = 8;
        for (var at = 0; at + block <= tar.Length; at += block)
        {
            if (!tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
                continue;
            tar.AsSpan(at + field, width).Fill((byte)' ');
            var sum = 0;
            foreach (var b in tar.AsSpan(at, block))
                sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, at + field);
        }

        return Gzip(tar);
    }

    [Fact]
    public void Tar_in_gzip() =>
        new Fuzz("tar", typeof(DatasetFormatException)) { Repair = Summed }.Run(
            OfFile("a.tar.gz", p => TarGzip.Read(p, _ => true, 1 << 20)),
            Tar(TarEntryFormat.Ustar),
            Tar(TarEntryFormat.Pax),
            Tar(TarEntryFormat.Gnu)
        );

    [Fact]
    public void Csv() =>
        new Fuzz("csv", typeof(DatasetFormatException)).Run(
            OfFile("a.csv", p => CsvDataset.Load(p)),
            Encoding.UTF8.GetBytes("x,y,label\n1,2,a\n-0.5,1e3,b\n\"3\",\"4\",\"a \"\"b\"\"\"\n5,6,a\n"),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("x,label\r\n1,a\r\n2,b\r\n3,a\r\n")]
        );

    [Fact]
    public void Npy()
    {
        var path = Path.Combine(folder, "seed.npy");
        NpyFile.Write(path, NpyArray.Of([1, 2, 3, 4, 5, 6], 3, 2));
        var integers = File.ReadAllBytes(path);
        NpyFile.Write(path, NpyArray.Of([1.0, 2.0], 2));
        new Fuzz("npy", typeof(NpyFormatException)).Run(OfFile("a.npy", p => NpyFile.Read(p)), integers, File.ReadAllBytes(path));
    }

    private byte[] Network()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(3, 2);
        var path = Path.Combine(folder, "seed.safetensors");
        NetworkFile.Save(network, path, new Dictionary<string, string> { ["word"] = "value" });
        return File.ReadAllBytes(path);
    }

    [Fact]
    public void Safetensors() =>
        new Fuzz("safetensors", typeof(SafeTensorsFormatException)).Run(OfFile("a", p => SafeTensors.Read(p).Dispose()), Network());

    [Fact]
    public void A_network()
    {
        using var network = nn.Linear(3, 2);
        // Of another structure: the documented ArgumentException.
        new Fuzz("network", typeof(SafeTensorsFormatException), typeof(ArgumentException)).Run(
            OfFile(
                "a",
                p =>
                {
                    using var scope = NewDisposeScope();
                    NetworkFile.LoadInto(network, p);
                }
            ),
            Network()
        );
    }
}
