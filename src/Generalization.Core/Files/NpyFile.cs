using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Generalization.Files;

/// <summary>Reads and writes numpy's .npy files: one array of numbers each. Source: numpy's format specification (NEP 1), versions 1 to
/// 3.</summary>
/// <remarks>Arrays of objects, which are pickles and may run code, are refused.</remarks>
public static partial class NpyFile
{
    /// <summary>The bytes of an array that are read where nothing else is said: as many as an array of .NET holds, 2 GiB.</summary>
    public const long MostBytes = 0x7FFFFFC7;

    private const int LongestHeader = 65_536,
        Alignment = 64;

    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array: bool, integers of 8 to 64 bits, or floats of 16, 32 or 64 bits, in either byte order, C or
    /// Fortran.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The most bytes that its elements may take. Default: as many as an array holds.</param>
    /// <returns>The array, the last axis together whatever the file's order.</returns>
    /// <exception cref="NpyFormatException">It is not one, is damaged, is too large, or holds another type.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NpyArray Read(string path, long mostBytes = MostBytes)
    {
        using var file = RegularFile.OpenRead(path);
        var (word, fortran, shape) = Header(path, file);
        if (word.Length != 3 || NpyTypeExtensions.Named(word[1..]) is not { } type)
            throw new NpyFormatException(
                path,
                "hold booleans, integers of 8 to 64 bits or floats of 16 to 64 bits",
                $"its type is {word}",
                "Convert the array first, for example with astype('float64')."
            );
        var size = type.Size();
        foreach (var length in shape)
            size =
                size * (long)length <= Math.Min(mostBytes, MostBytes)
                    ? size * length
                    : throw new NpyFormatException(
                        path,
                        FormattableString.Invariant($"hold at most {Math.Min(mostBytes, MostBytes)} bytes"),
                        $"its shape is ({string.Join(", ", shape)}) of {word}",
                        "Split the array."
                    );
        if (file.Length - file.Position != size)
            throw new NpyFormatException(
                path,
                FormattableString.Invariant($"hold {size} bytes after its header"),
                FormattableString.Invariant($"{file.Length - file.Position} follow")
            );
        var bytes = new byte[size];
        file.ReadExactly(bytes);
        if (word[0] == '>' || (word[0] == '=' && !BitConverter.IsLittleEndian))
            for (var at = 0; at < size; at += type.Size())
                bytes.AsSpan(at, type.Size()).Reverse();
        return new NpyArray(shape, type, fortran && shape.Length > 1 ? Transposed(bytes, shape, type.Size()) : bytes);
    }

    /// <summary>Writes an array, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="IOException">It cannot be written; what was there before stays.</exception>
    public static void Write(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var shape =
            string.Join(", ", array.Shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + (array.Shape.Length == 1 ? "," : "");
        var header = $"{{'descr': '{array.Type.Word()}', 'fortran_order': False, 'shape': ({shape}), }}";
        // Magic, version and length take 10 bytes; the header ends with a new line where the elements may be aligned.
        var length = (header.Length + 11 + Alignment - 1) / Alignment * Alignment - 10;
        var text = header.PadRight(length - 1) + "\n";
        byte[] start = [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text)];
        WholeFile.Write(path, [.. start, .. array.Bytes]);
    }

    private static (string Type, bool Fortran, ImmutableArray<int> Shape) Header(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[8];
        start.Clear();
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start.StartsWith(ZipMagic))
            throw new NpyFormatException(
                path,
                "be a .npy file, which holds one array",
                "it is a zip archive, as .npz files of several arrays are",
                "Save the array alone with numpy.save."
            );
        if (read < start.Length || !start[..6].SequenceEqual(Magic))
            throw new NpyFormatException(path, "be a .npy file", "it does not begin as one");
        if (start[6] is < 1 or > 3)
            throw new NpyFormatException(
                path,
                "be of version 1, 2 or 3 of the format",
                FormattableString.Invariant($"it is of {start[6]}")
            );
        Span<byte> lengths = stackalloc byte[4];
        lengths.Clear();
        var digits = start[6] == 1 ? 2 : 4;
        var whole = file.ReadAtLeast(lengths[..digits], digits, throwOnEndOfStream: false) == digits;
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(lengths);
        var header = new byte[whole && length <= LongestHeader ? length : 0];
        if (header.Length == 0 || file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new NpyFormatException(path, "have a whole header", "it ends before or its header is too long");
        var text = Encoding.Latin1.GetString(header);
        var (type, order, shape) = (TypePattern().Match(text), OrderPattern().Match(text), ShapePattern().Match(text));
        if (!order.Success || !shape.Success)
            throw new NpyFormatException(path, "say its type, order and shape", $"its header is {text.Trim()}");
        if (!type.Success)
            throw new NpyFormatException(
                path,
                "hold one number in each element",
                $"its header is {text.Trim()}",
                "Save the array of one of its fields."
            );
        var lengthsOfAxes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var axes = new int[lengthsOfAxes.Length];
        for (var i = 0; i < axes.Length; i++)
            if (!int.TryParse(lengthsOfAxes[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out axes[i]))
                throw new NpyFormatException(path, "have a shape of whole numbers", $"it is ({shape.Groups[1].Value})");
        return (type.Groups[1].Value, order.Groups[1].Value == "True", [.. axes]);
    }

    // The first axis together becomes the last axis together.
    private static byte[] Transposed(byte[] bytes, ImmutableArray<int> shape, int size)
    {
        var result = new byte[bytes.Length];
        var index = new int[shape.Length];
        for (var from = 0; from < bytes.Length; from += size)
        {
            long to = 0;
            for (var axis = 0; axis < shape.Length; axis++)
                to = to * shape[axis] + index[axis];
            bytes.AsSpan(from, size).CopyTo(result.AsSpan((int)(to * size)));
            for (var axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
                index[axis] = 0;
        }

        return result;
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
