using System.Buffers.Binary;
using System.Text;

namespace Generalization.Data.Cifar;

/// <summary>Reads the data in a pickle and executes nothing: numbers, strings, lists, tuples, dictionaries, and numpy arrays by their known
/// layout.</summary>
/// <remarks>A pickle is a program that may call any function. Here a call is a note of a name and its arguments, only numpy's own names for
/// an array and its type are known, and any other is refused. Protocols 2 to 5. Strings and bytes both become strings of Latin-1, since
/// Python 2 wrote one for the other.</remarks>
internal sealed class RestrictedPickle
{
    // Memory taken for each operation is then bounded too: CIFAR-100, the longest published batch, has some 200,000.
    private const int MostOperations = 1 << 20;

    // As many as numpy itself allows.
    private const int MostDimensions = 64;

    // A key is hashed each time that it is used, and a memoized one may be used with every operation.
    private const int MostKeyLength = 256;

    private static readonly string[] KnownNames =
    [
        "numpy.core.multiarray scalar",
        "numpy._core.multiarray scalar",
        "numpy.core.numeric _frombuffer",
        "numpy._core.numeric _frombuffer",
        "numpy.core.multiarray _reconstruct",
        "numpy._core.multiarray _reconstruct",
        "numpy ndarray",
        "numpy dtype",
        "_codecs encode",
    ];

    private static readonly object Mark = new();

    private readonly string file;
    private readonly byte[] bytes;
    private readonly List<object?> stack = [];
    private readonly Dictionary<int, object?> memo = [];
    private int at,
        operations;
    private long arrayBytes;

    private RestrictedPickle(string file, byte[] bytes) => (this.file, this.bytes) = (file, bytes);

    private sealed record Name(string Value);

    /// <summary>An array whose state has not come yet.</summary>
    private sealed class ArrayShell
    {
        public PickledArray? Array;
    }

    /// <summary>A dtype, whose state names the order of its bytes.</summary>
    private sealed class Type(string value)
    {
        public string Value { get; set; } = value;
    }

    public static object? Read(string file, byte[] bytes)
    {
        var reader = new RestrictedPickle(file, bytes);
        try
        {
            return Resolve(reader.Run());
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or IndexOutOfRangeException
                        or InvalidCastException
                        or KeyNotFoundException
                        or OverflowException
                        or NullReferenceException
            )
        {
            throw new DatasetFormatException(file, reader.at, "an intact pickle", "an operation that does not fit", e);
        }
    }

    private object? Run()
    {
        while (true)
        {
            var start = at;
            if (++operations > MostOperations)
                throw Wrong(start, FormattableString.Invariant($"at most {MostOperations:N0} operations"), "more");
            switch ((char)bytes[at++])
            {
                case '\x80':
                    if (bytes[at++] is < 2 or > 5)
                        throw Wrong(start, "pickle protocol 2 to 5", $"{bytes[at - 1]}");
                    break;
                case '\x95':
                    at += 8;
                    break; // frame
                case '.':
                    return Pop();
                case '(':
                    stack.Add(Mark);
                    break;
                case 'N':
                    stack.Add(null);
                    break;
                case '\x88':
                    stack.Add(true);
                    break;
                case '\x89':
                    stack.Add(false);
                    break;
                case 'K':
                    stack.Add((long)bytes[at++]);
                    break;
                case 'M':
                    stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                    break;
                case 'J':
                    stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                    break;
                case 'G':
                    stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                    break;
                case '\x8a':
                    stack.Add(Long(Take(bytes[at++])));
                    break;
                case 'U' or 'C':
                    stack.Add(Encoding.Latin1.GetString(Take(bytes[at++])));
                    break;
                case 'T' or 'B':
                    stack.Add(Encoding.Latin1.GetString(Take(Length4())));
                    break;
                case '\x8e' or '\x96':
                    stack.Add(Encoding.Latin1.GetString(Take(Length8())));
                    break;
                case '\x8c':
                    stack.Add(Encoding.UTF8.GetString(Take(bytes[at++])));
                    break;
                case 'X':
                    stack.Add(Encoding.UTF8.GetString(Take(Length4())));
                    break;
                case '\x8d':
                    stack.Add(Encoding.UTF8.GetString(Take(Length8())));
                    break;
                case 'c':
                    stack.Add(Known(Line() + " " + Line(), start));
                    break;
                case '\x93':
                {
                    var name = (string)Pop()!;
                    stack.Add(Known((string)Pop()! + " " + name, start));
                    break;
                }
                case 'R':
                {
                    var arguments = (object?[])Pop()!;
                    stack.Add(Call((Name)Pop()!, arguments, start));
                    break;
                }
                case 'b':
                    Build(Pop(), start);
                    break;
                case ']':
                    stack.Add(new List<object?>());
                    break;
                case '}':
                    stack.Add(new Dictionary<string, object?>());
                    break;
                case ')':
                    stack.Add(System.Array.Empty<object?>());
                    break;
                case '\x85':
                    stack.Add(PopMany(1));
                    break;
                case '\x86':
                    stack.Add(PopMany(2));
                    break;
                case '\x87':
                    stack.Add(PopMany(3));
                    break;
                case 't':
                    stack.Add(PopToMark());
                    break;
                case '0':
                    Pop();
                    break;
                case '2':
                    stack.Add(stack[^1]);
                    break;
                case '\x8f':
                    stack.Add(new List<object?>()); // a set, of which nothing is asked
                    break;
                case '\x91':
                    stack.Add(PopToMark().ToList());
                    break;
                case 'a':
                {
                    var item = Pop();
                    ((List<object?>)stack[^1]!).Add(item);
                    break;
                }
                case 'e' or '\x90':
                {
                    var items = PopToMark();
                    ((List<object?>)stack[^1]!).AddRange(items);
                    break;
                }
                case 's':
                {
                    var pair = PopMany(2);
                    Set(pair, start);
                    break;
                }
                case 'u':
                    Set(PopToMark(), start);
                    break;
                case 'q':
                    memo[bytes[at++]] = stack[^1];
                    break;
                case 'r':
                    memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = stack[^1];
                    break;
                case '\x94':
                    memo[memo.Count] = stack[^1];
                    break;
                case 'h':
                    stack.Add(memo[bytes[at++]]);
                    break;
                case 'j':
                    stack.Add(memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))]);
                    break;
                default:
                    throw Wrong(start, "an operation of plain data", FormattableString.Invariant($"0x{bytes[start]:x2}"));
            }
        }
    }

    private object Known(string name, int start) =>
        KnownNames.Contains(name)
            ? new Name(name)
            : throw Wrong(
                start,
                "numpy's names for an array and its type alone",
                $"a call of {name.Replace(' ', '.')}, which is never run"
            );

    private object Call(Name function, object?[] arguments, int start) =>
        (function.Value, arguments) switch
        {
            ("numpy dtype", [string type, ..]) => new Type(type),
            ("_codecs encode", [string text, string]) => text,
            ({ } name, _) when name.EndsWith("_reconstruct", StringComparison.Ordinal) => new ArrayShell(),
            ({ } name, [Type type, string content]) when name.EndsWith("scalar", StringComparison.Ordinal) => Array(
                    [],
                    type,
                    content,
                    start
                )
                .Numbers(1)
                ?[0]
                ?? throw Wrong(start, "a number of numpy", $"a scalar of type {type.Value}"),
            ({ } name, [string content, Type type, object?[] { Length: <= MostDimensions } shape, string order])
                when name.EndsWith("_frombuffer", StringComparison.Ordinal) => order == "C"
                ? new ArrayShell { Array = Array(shape, type, content, start) }
                : throw Wrong(start, "an array in C order", "one in Fortran order"),
            _ => throw Wrong(start, "the making of an array or its type", function.Value.Replace(' ', '.')),
        };

    private void Build(object? state, int start)
    {
        switch (stack[^1], state)
        {
            case (Type type, object?[] and [_, string byteOrder, ..]):
                if (byteOrder == ">" && type.Value is not ("u1" or "i1"))
                    throw Wrong(start, "numbers with the low byte first", "numbers with the high byte first");
                break;
            case (Type, object?[]):
                break;
            case (
                ArrayShell shell,
                object?[]
                    and [long, object?[] { Length: <= MostDimensions } shape, Type type, bool fortran, string content]
            ):
                if (fortran)
                    throw Wrong(start, "an array in C order", "one in Fortran order");
                shell.Array = Array(shape, type, content, start);
                break;
            default:
                throw Wrong(start, "the state of an array", "another");
        }
    }

    private PickledArray Array(object?[] shape, Type type, string content, int start)
    {
        // Each array's content lies in the file once, so that together they are no longer than it; only a string that is used again makes
        // more.
        arrayBytes += content.Length;
        if (arrayBytes > bytes.Length)
            throw Wrong(
                start,
                FormattableString.Invariant($"arrays of at most the file's {bytes.Length:N0} bytes"),
                FormattableString.Invariant($"the same bytes used again for {arrayBytes:N0}")
            );
        return new PickledArray([.. shape.Cast<long>()], type.Value, Encoding.Latin1.GetBytes(content));
    }

    private void Set(object?[] pairs, int start)
    {
        var dictionary = (Dictionary<string, object?>)stack[^1]!;
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            var key = (string)pairs[i]!;
            if (key.Length > MostKeyLength)
                throw Wrong(start, $"keys of at most {MostKeyLength} characters", FormattableString.Invariant($"one of {key.Length:N0}"));
            dictionary[key] = pairs[i + 1];
        }
    }

    private object? Pop()
    {
        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count)
    {
        object?[] items = [.. stack[^count..]];
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        var items = PopMany(stack.Count - 1 - stack.LastIndexOf(Mark));
        Pop();
        return items;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = bytes.AsSpan(at, count);
        at += count;
        return taken;
    }

    private int Length4() => checked((int)BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));

    private int Length8() => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(Take(8)));

    private static long Long(ReadOnlySpan<byte> value)
    {
        if (value.Length > 8)
            throw new OverflowException();
        long result = value.Length > 0 && value[^1] >= 0x80 ? -1 : 0;
        for (var i = value.Length - 1; i >= 0; i--)
            result = (result << 8) | value[i];
        return result;
    }

    private string Line()
    {
        var end = System.Array.IndexOf(bytes, (byte)'\n', at);
        var line = Encoding.ASCII.GetString(bytes, at, end - at);
        at = end + 1;
        return line;
    }

    private DatasetFormatException Wrong(int offset, string expected, string found) => new(file, offset, expected, found);

    private static object? Resolve(object? value)
    {
        if (value is Dictionary<string, object?> dictionary)
            foreach (var key in dictionary.Keys.ToArray())
                dictionary[key] = dictionary[key] is ArrayShell shell ? shell.Array : dictionary[key];
        return value;
    }
}
