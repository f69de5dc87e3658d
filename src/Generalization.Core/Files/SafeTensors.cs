using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Files;

/// <summary>Writes and reads safetensors files: a JSON header and then the tensors' bytes. Nothing in such a file can run.</summary>
/// <remarks>Eight bytes with the header's length, little-endian; the header, {"NAME": {"dtype", "shape", "data_offsets"}, "__metadata__":
/// {…}}; the content of each tensor, row-major, little-endian, one after the other without gaps. What is written begins at a multiple of
/// eight bytes, the widest types first, so that each tensor lies at a multiple of its element's size. A file that is read need
/// not.</remarks>
public static class SafeTensors
{
    private const int LengthBytes = 8,
        MostHeaderBytes = 100_000_000;
    internal const long PieceElements = 1 << 25;
    private const string MetadataKey = "__metadata__";

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    // Legal, and unknown to TorchSharp or of no use here.
    private static readonly string[] OtherTypes =
    [
        "U16",
        "U32",
        "U64",
        "C64",
        "C128",
        "F8_E4M3",
        "F8_E5M2",
        "F8_E8M0",
        "F8_E4M3FNUZ",
        "F8_E5M2FNUZ",
        "F4",
        "F6_E2M3",
        "F6_E3M2",
    ];

    /// <summary>Writes a file, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, which stay the caller's.</param>
    /// <param name="metadata">A few words. Default: none.</param>
    /// <exception cref="ArgumentException">A tensor has a type that the format does not know, is sparse, was disposed, or has the
    /// metadata's name; a text holds half a character.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.ContainsKey(MetadataKey))
            throw new ArgumentException($"No tensor can be named {MetadataKey}, which is the format's own; rename it.", nameof(tensors));
        foreach (var (name, tensor) in tensors)
        {
            CheckText(name);
            TensorMemory.ThrowIfUnreadable(tensor, $"values of {name}", nameof(tensors));
        }

        foreach (var (key, value) in metadata ?? ImmutableDictionary<string, string>.Empty)
        {
            CheckText(key);
            CheckText(value);
        }

        WholeFile.Write(path, file => WriteTo(file, tensors, metadata), path + ".part");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, which the caller disposes.</returns>
    /// <exception cref="SafeTensorsFormatException">The file is not what the format says, or holds a type that is not
    /// supported.</exception>
    /// <exception cref="IOException">The file cannot be read, or is no regular file.</exception>
    public static SafeTensorsContent Read(string path)
    {
        using var file = RegularFile.OpenRead(path);
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (file.ReadAtLeast(lengthBytes, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new SafeTensorsFormatException(path, $"begin with {LengthBytes} bytes of length", $"it has {file.Length}");
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
        if (headerLength < 2 || headerLength > Math.Min(MostHeaderBytes, file.Length - LengthBytes))
            throw new SafeTensorsFormatException(path, $"have a header that fits in its {file.Length} bytes", $"it claims {headerLength}");
        var header = new byte[headerLength];
        file.ReadExactly(header);
        var contentLength = file.Length - LengthBytes - headerLength;
        var (entries, metadata) = Parse(path, header, contentLength);

        TorchBackend.EnsureLoaded();
        var tensors = ImmutableDictionary.CreateBuilder<string, Tensor>();
        try
        {
            foreach (var entry in entries)
            {
                var tensor = empty(entry.Shape, entry.Type).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                using var scope = NewDisposeScope();
                foreach (var piece in Pieces(tensor, PieceElements))
                    file.ReadExactly(piece.bytes);
            }
        }
        catch
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
            throw;
        }

        return new SafeTensorsContent(tensors.ToImmutable(), metadata);
    }

    /// <summary>Views of a contiguous tensor's elements in their order, the current scope's: a span over all the bytes of one ends at 2
    /// GiB.</summary>
    internal static IEnumerable<Tensor> Pieces(Tensor tensor, long most)
    {
        var all = tensor.flatten();
        for (long first = 0; first < all.numel(); first += most)
            yield return all.narrow(0, first, Math.Min(most, all.numel() - first));
    }

    // UTF-8 has no half of a character: another text would be written.
    private static void CheckText(string? text)
    {
        for (var at = 0; at < text?.Length; at++)
            if (char.IsSurrogatePair(text, at))
                at++;
            else if (char.IsSurrogate(text[at]))
                throw new ArgumentException(
                    $"A safetensors file holds whole characters, but the name or word \"{text[..at]}…\" goes on with half a one.",
                    "tensors"
                );
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

    private static void WriteTo(Stream file, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        foreach (var (_, tensor) in InOrder(tensors))
        {
            using var scope = NewDisposeScope();
            foreach (var piece in Pieces(tensor.detach().cpu().contiguous(), PieceElements))
                file.Write(piece.bytes);
        }
    }

    // No gap is legal between tensors: behind three bytes, integers of eight would begin at an odd place.
    private static IEnumerable<KeyValuePair<string, Tensor>> InOrder(IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.OrderByDescending(t => Types.FirstOrDefault(type => type.Type == t.Value.dtype).Size);

    private static byte[] Header(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long at = 0;
            foreach (var (name, tensor) in InOrder(tensors))
            {
                var type = Types.FirstOrDefault(t => t.Type == tensor.dtype);
                if (type.Name is null)
                    throw new ArgumentException(
                        $"A safetensors file cannot hold tensors of type {tensor.dtype}, but {name} is one.",
                        nameof(tensors)
                    );
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += tensor.numel() * type.Size);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The tensors' content begins at a multiple of eight bytes.
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static (List<Entry> Entries, ImmutableDictionary<string, string> Metadata) Parse(string path, byte[] header, long contentLength)
    {
        var metadata = ImmutableDictionary<string, string>.Empty;
        var entries = new List<Entry>();
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Name == MetadataKey)
                    metadata = property.Value.EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.GetString() ?? "");
                else
                    entries.Add(ParseEntry(path, property.Name, property.Value));
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
                        or OverflowException
                        or ArgumentException
                        or IndexOutOfRangeException
            )
        {
            throw new SafeTensorsFormatException(path, "have a header of names, types, shapes and offsets", "it does not", e);
        }

        if (entries.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SafeTensorsFormatException(path, "name each tensor once", $"it names {twice.Key} {twice.Count()} times");
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long at = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != at)
                throw new SafeTensorsFormatException(path, $"go on at byte {at} of its content", $"{entry.Name} begins at {entry.Begin}");
            at = entry.End;
        }

        if (at != contentLength)
            throw new SafeTensorsFormatException(path, $"hold {at} bytes of content", $"it holds {contentLength}");
        return (entries, metadata);
    }

    private static Entry ParseEntry(string path, string name, JsonElement value)
    {
        var wanted = value.GetProperty("dtype").GetString();
        var type = Types.FirstOrDefault(t => t.Name == wanted);
        var supported = string.Join(", ", Types.Select(t => t.Name));
        if (OtherTypes.Contains(wanted))
            throw SafeTensorsFormatException.NotSupported(path, name, wanted!, supported);
        if (type.Name is null)
            throw new SafeTensorsFormatException(path, $"use types out of {supported}", $"{name} is {wanted}");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        var offsets = value.GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        // A 0 counts as 1 here: libtorch multiplies the other sizes all the same.
        var whole = shape.Aggregate(
            (long)type.Size,
            (product, size) => checked(product * (size >= 0 ? Math.Max(size, 1) : throw new FormatException()))
        );
        var bytes = shape.Contains(0) ? 0 : whole;
        if (end - begin != bytes || begin < 0)
            throw new SafeTensorsFormatException(path, $"give {name} the {bytes} bytes of its shape", $"its offsets are {begin} and {end}");
        return new Entry(name, type.Type, shape, begin, end);
    }
}
