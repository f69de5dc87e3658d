using System.Globalization;
using System.Text;
using Generalization.Files;

namespace Generalization.Data.Csv;

/// <summary>Takes the lines of a CSV file apart (RFC 4180): fields in quotes may hold delimiters, ends of lines and doubled quotes; others
/// lose the spaces around them. Empty lines are passed over.</summary>
public sealed class CsvReader : IDisposable
{
    private const char Quote = '"';

    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    private readonly string file;
    private readonly char delimiter;
    private readonly long most;
    private readonly StreamReader reader;
    private readonly StringBuilder text = new();
    private int line = 1;
    private long read;
    private int? ahead;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="delimiter">What stands between two fields. Default: a comma.</param>
    /// <param name="mostBytes">The most bytes that the file may have. Default: 2³⁰, 1 GiB.</param>
    /// <exception cref="DatasetFormatException">The file is longer, or is a zip archive.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public CsvReader(string file, char delimiter = ',', long mostBytes = 1L << 30)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        (this.file, this.delimiter, most) = (file, delimiter, mostBytes);
        var stream = RegularFile.OpenRead(file, 1 << 16, FileOptions.SequentialScan);
        reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            if (stream.Length > most)
                throw TooLong($"{stream.Length.ToString(CultureInfo.InvariantCulture)} bytes");
            Span<byte> start = stackalloc byte[4];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(ZipMagic))
                throw Error("line 1", "text", "a zip archive, as workbooks and .npz files are", "Save what is in it as CSV.");
            stream.Position = 0;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The line that the last row began in, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>A field in quotes, short, for a message.</summary>
    /// <param name="field">The field.</param>
    public static string Shown(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return $"\"{new string([.. field.Take(40).Select(c => char.IsControl(c) ? ' ' : c)])}{(field.Length > 40 ? "…" : "")}\"";
    }

    /// <summary>The next row's fields; false at the end.</summary>
    /// <param name="fields">Takes the fields in place of those that it had.</param>
    /// <exception cref="DatasetFormatException">The row is none, or the file is longer than allowed.</exception>
    public bool Next(List<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        do
        {
            fields.Clear();
            Line = line;
            if (Peek() < 0)
                return false;
            ReadRow(fields);
        } while (fields is [""]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void ReadRow(List<string> fields)
    {
        int end;
        do
        {
            var c = Read();
            while (c is ' ' or '\t' && c != delimiter)
                c = Read();
            end = c == Quote ? ReadQuoted(fields) : ReadPlain(c, fields);
        } while (end == delimiter);
    }

    private int ReadPlain(int c, List<string> fields)
    {
        text.Clear();
        for (; c != delimiter && c is not ('\n' or < 0); c = Read())
            text.Append((char)c);
        fields.Add(text.ToString().TrimEnd());
        return c;
    }

    private int ReadQuoted(List<string> fields)
    {
        var begin = line;
        text.Clear();
        while (true)
        {
            var c = Read();
            if (c < 0)
                throw Error($"line {begin}", "a quote at the end of a field in quotes", "the end of the file");
            if (c != Quote)
                text.Append((char)c);
            else if (Peek() == Quote)
                text.Append((char)Read());
            else
                break;
        }

        fields.Add(text.ToString());
        var after = Read();
        while (after is ' ' or '\t' && after != delimiter)
            after = Read();
        return after == delimiter || after is '\n' or < 0
            ? after
            : throw Error($"line {line}", "the end of a field after its closing quote", $"\"{(char)after}\"");
    }

    // \r\n and \r count as \n.
    private int Read()
    {
        var c = Peek();
        ahead = null;
        if (c == '\r')
        {
            if (Peek() == '\n')
                ahead = null;
            c = '\n';
        }

        if (c == '\n')
            line++;
        return c;
    }

    private int Peek()
    {
        if (ahead is { } known)
            return known;
        try
        {
            ahead = reader.Read();
        }
        catch (DecoderFallbackException e)
        {
            throw Error($"line {line} or a later one", "UTF-8 text", "bytes that are none", "Save the file as UTF-8.", e);
        }

        // A file may grow while it is read.
        return ++read <= most || ahead < 0 ? ahead.Value : throw TooLong("more");
    }

    private DatasetFormatException TooLong(string found) =>
        Error(
            $"line {line}",
            string.Create(CultureInfo.InvariantCulture, $"a file of at most {most} bytes"),
            found,
            "Take a part of the file, or raise MostBytes in a program."
        );

    private DatasetFormatException Error(
        string place,
        string expected,
        string found,
        string remedy = "Correct the line; a quote inside a field in quotes is doubled.",
        Exception? inner = null
    ) => new(file, place, expected, found, remedy, inner);
}
