using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Generalization.Files;

namespace Generalization.Measures.Subsets;

/// <summary>One run as a small file: what it is of, a bit for each example, and its φ in float32.</summary>
/// <remarks>Little-endian: eight letters; int32 format; int32 length and UTF-8 JSON of the identity; float64 seconds; int32 training and
/// test examples; int32 1 where there are confidences; bits of training, then test examples, the lowest first, each padded to a byte; their
/// φ; SHA-256 of all before. 60,000 examples take 248 KB.</remarks>
internal static class SubsetRunFile
{
    private const int Format = 1,
        MostIdentity = 1 << 20,
        HashBytes = 32,
        FixedBytes = 8 + 2 * sizeof(int) + sizeof(double) + 3 * sizeof(int) + HashBytes;

    private static readonly byte[] Magic = "GENSUBST"u8.ToArray();

    public static void Write(string path, SubsetRun run, IReadOnlyDictionary<string, string> identity)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            var words = JsonSerializer.SerializeToUtf8Bytes(identity);
            writer.Write(Magic);
            writer.Write(Format);
            writer.Write(words.Length);
            writer.Write(words);
            writer.Write(run.Seconds);
            writer.Write(run.TrainRight.Length);
            writer.Write(run.TestRight.Length);
            writer.Write(run.TrainConfidence.IsEmpty ? 0 : 1);
            writer.Write(Packed(run.TrainRight));
            writer.Write(Packed(run.TestRight));
            foreach (var value in run.TrainConfidence.Concat(run.TestConfidence))
                writer.Write(value);
        }

        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        WholeFile.Write(path, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <exception cref="SubsetRunFormatException">It is no such file, is damaged, or is of other runs.</exception>
    public static SubsetRun Read(string path, int number, IReadOnlyDictionary<string, string> identity, int train, int test)
    {
        var bytes = Content(path, (long)train + test);
        if (bytes.Length < FixedBytes || !bytes.AsSpan().StartsWith(Magic))
            throw Damaged(path, "be the record of a subset run", "does not begin as one");
        if (Int(bytes, 8) is var format && format != Format)
            throw new SubsetRunFormatException(
                path,
                $"be of format {Format}",
                $"is of format {format}",
                "Go on with the version that wrote it, or choose another folder."
            );
        if (!SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - HashBytes)))
            throw Damaged(path, "be as it was written", "its SHA-256 is another");
        var length = Int(bytes, 12);
        if (length < 0 || length > bytes.Length - FixedBytes)
            throw Damaged(path, "hold its identity", "ends within it");
        CheckIdentity(path, bytes.AsSpan(16, length), identity);
        var at = 16 + length;
        var (n, t, hasConfidence) = (Int(bytes, at + 8), Int(bytes, at + 12), Int(bytes, at + 16) == 1);
        var expected = FixedBytes + length + (train + 7) / 8 + (test + 7) / 8 + (hasConfidence ? 4L * ((long)train + test) : 0);
        if (n != train || t != test || bytes.Length != expected)
            throw Damaged(path, $"hold {train} training and {test} test examples", $"holds {n} and {t} in {bytes.Length} bytes");
        var seconds = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at));
        at += sizeof(double) + 3 * sizeof(int);
        var trainRight = Bits(bytes, ref at, train);
        var testRight = Bits(bytes, ref at, test);
        return new SubsetRun(
            number,
            trainRight,
            testRight,
            hasConfidence ? Floats(bytes, ref at, train) : [],
            hasConfidence ? Floats(bytes, ref at, test) : [],
            seconds
        );
    }

    private static byte[] Content(string path, long examples)
    {
        using var file = RegularFile.OpenRead(path);
        var most = FixedBytes + MostIdentity + 5 * examples + 2;
        if (file.Length > most)
            throw Damaged(
                path,
                FormattableString.Invariant($"have at most {most:N0} bytes"),
                FormattableString.Invariant($"has {file.Length:N0}")
            );
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void CheckIdentity(string path, ReadOnlySpan<byte> words, IReadOnlyDictionary<string, string> identity)
    {
        Dictionary<string, string> found;
        try
        {
            found = JsonSerializer.Deserialize<Dictionary<string, string>>(words) ?? throw new JsonException("Its identity is null.");
        }
        catch (JsonException)
        {
            throw Damaged(path, "say what it is of", "its identity is no list of words");
        }

        foreach (var name in identity.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
            if ((found.GetValueOrDefault(name), identity.GetValueOrDefault(name)) is var (was, now) && was != now)
            {
                var (before, after) = Differing(was ?? "none", now ?? "none");
                throw new SubsetRunFormatException(
                    path,
                    "be of these runs",
                    $"its {name} is \"{before}\" and not \"{after}\"",
                    "Choose another folder, or remove this one to begin again."
                );
            }
    }

    // Of several lines the first that differs.
    private static (string Before, string After) Differing(string before, string after)
    {
        var (were, are) = (before.Split('\n'), after.Split('\n'));
        var at = were.Zip(are).TakeWhile(p => p.First == p.Second).Count();
        return (were.ElementAtOrDefault(at) ?? "nothing", are.ElementAtOrDefault(at) ?? "nothing");
    }

    private static SubsetRunFormatException Damaged(string path, string rule, string found) =>
        new(path, rule, found, "It is damaged or no subset run; remove it, and the run is done again.");

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static byte[] Packed(ImmutableArray<bool> right)
    {
        var bytes = new byte[(right.Length + 7) / 8];
        for (var i = 0; i < right.Length; i++)
            if (right[i])
                bytes[i / 8] |= (byte)(1 << (i % 8));
        return bytes;
    }

    private static ImmutableArray<bool> Bits(byte[] bytes, ref int at, int count)
    {
        var right = new bool[count];
        for (var i = 0; i < count; i++)
            right[i] = ((bytes[at + i / 8] >> (i % 8)) & 1) != 0;
        at += (count + 7) / 8;
        return ImmutableCollectionsMarshal.AsImmutableArray(right);
    }

    private static ImmutableArray<float> Floats(byte[] bytes, ref int at, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at + i * sizeof(float)));
        at += count * sizeof(float);
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
