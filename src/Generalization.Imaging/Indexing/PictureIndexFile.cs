using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Generalization.Files;

namespace Generalization.Imaging.Indexing;

/// <summary>Keeps an index in a file: arrays as they lie in memory, little-endian, and a SHA-256 over them.</summary>
internal static class PictureIndexFile
{
    private const long MostBytes = 1L << 31;
    private const int Buffer = 1 << 16;

    // The last digit counts the format's versions.
    private static ReadOnlySpan<byte> Mark => "pictures-index-1\n"u8;

    /// <summary>Writes it whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, PictureIndex index)
    {
        var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(index.Words);
            writer.Write(index.Layout);
            Strings(writer, index.Classes);
            Strings(writer, index.ClassNames);
            List(writer, index.Train);
            List(writer, index.Test);
            Each(writer, index.PassedOver, p => (p.Reason, p.Files, p.Example), (w, p) => Passed(w, p));
            Each(writer, index.Stamps, s => s, Stamp);
        }

        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        WholeFile.Write(path, memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    /// <summary>Reads it; null where there is none, or none that this version wrote whole.</summary>
    public static PictureIndex? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var file = RegularFile.OpenRead(path, Buffer);
            if (file.Length > MostBytes || file.Length < Mark.Length + SHA256.HashSizeInBytes || !IsWhole(file))
                return null;
            file.Position = Mark.Length;
            using var reader = new BinaryReader(file, Encoding.UTF8);
            return new(
                reader.ReadString(),
                reader.ReadString(),
                Strings(reader),
                Strings(reader),
                List(reader),
                List(reader),
                Each(reader, r => new PassedOver(r.ReadString(), r.ReadInt32(), r.ReadString())),
                Each(reader, r => new PlaceStamp(r.ReadString(), r.ReadInt64(), r.ReadInt64()))
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is made again.
            return null;
        }
    }

    // Twice through the file rather than once through a copy in memory, which would be as large as the index itself.
    private static bool IsWhole(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var some = new byte[Buffer];
        file.ReadExactly(some, 0, Mark.Length);
        if (!some.AsSpan(0, Mark.Length).SequenceEqual(Mark))
            return false;
        hash.AppendData(Mark);
        for (var left = file.Length - Mark.Length - SHA256.HashSizeInBytes; left > 0; )
        {
            var count = (int)Math.Min(some.Length, left);
            file.ReadExactly(some, 0, count);
            hash.AppendData(some, 0, count);
            left -= count;
        }

        file.ReadExactly(some, 0, SHA256.HashSizeInBytes);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(some.AsSpan(0, SHA256.HashSizeInBytes));
    }

    private static void Passed(BinaryWriter writer, (string Reason, int Files, string Example) some)
    {
        writer.Write(some.Reason);
        writer.Write(some.Files);
        writer.Write(some.Example);
    }

    private static void Stamp(BinaryWriter writer, PlaceStamp stamp)
    {
        writer.Write(stamp.Path);
        writer.Write(stamp.Length);
        writer.Write(stamp.Changed);
    }

    private static void Strings(BinaryWriter writer, string[] all) => Each(writer, all, s => s, (w, s) => w.Write(s));

    private static string[] Strings(BinaryReader reader) => Each(reader, r => r.ReadString());

    private static void List(BinaryWriter writer, PictureList list)
    {
        Each(writer, list.Places, p => p, (w, p) => Place(w, p));
        Numbers(writer, list.PlaceOf);
        Numbers(writer, list.Names);
        Numbers(writer, list.NameEnds);
        Numbers(writer, list.Offsets);
        Numbers(writer, list.Lengths);
        Numbers(writer, list.Labels);
        Numbers(writer, list.Keys);
    }

    private static PictureList List(BinaryReader reader) =>
        new()
        {
            Places = Each(reader, r => new PicturePlace(r.ReadString(), (PlaceKind)r.ReadByte())),
            PlaceOf = Numbers<int>(reader),
            Names = Numbers<byte>(reader),
            NameEnds = Numbers<int>(reader),
            Offsets = Numbers<long>(reader),
            Lengths = Numbers<int>(reader),
            Labels = Numbers<int>(reader),
            Keys = Numbers<uint>(reader),
        };

    private static void Place(BinaryWriter writer, PicturePlace place)
    {
        writer.Write(place.Path);
        writer.Write((byte)place.Kind);
    }

    private static void Each<T, S>(BinaryWriter writer, T[] all, Func<T, S> of, Action<BinaryWriter, S> write)
    {
        writer.Write(all.Length);
        foreach (var one in all)
            write(writer, of(one));
    }

    private static T[] Each<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var all = new T[reader.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
            all[i] = read(reader);
        return all;
    }

    private static void Numbers<T>(BinaryWriter writer, T[] all)
        where T : unmanaged
    {
        writer.Write(all.Length);
        writer.Write(MemoryMarshal.AsBytes<T>(all));
    }

    private static T[] Numbers<T>(BinaryReader reader)
        where T : unmanaged
    {
        var all = new T[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }
}
