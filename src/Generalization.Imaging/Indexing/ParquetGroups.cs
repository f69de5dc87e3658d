using Generalization.Data;
using Generalization.Files;
using Parquet;
using Parquet.Schema;

namespace Generalization.Imaging.Indexing;

/// <summary>Row groups of Parquet files as Hugging Face writes pictures: image.bytes, image.path and label. The last few are kept, since a
/// column of a group is unpacked as a whole.</summary>
internal sealed class ParquetGroups
{
    private const int Kept = 4;

    private readonly LinkedList<((string Path, int Group) Key, Lazy<byte[][]> Rows)> kept = new();

    /// <summary>The number of row groups of a file.</summary>
    public static int CountOf(string path) => Read(path, reader => Task.FromResult(reader.RowGroupCount));

    /// <summary>The pictures' paths and labels in a group.</summary>
    public static (string[] Paths, long[] Labels) Names(string path, int group) =>
        Read(
            path,
            async reader =>
            {
                using var rows = reader.OpenRowGroupReader(group);
                var paths = new string?[rows.RowCount];
                await rows.ReadAsync(Field(path, reader, "path"), paths.AsMemory());
                var field = Field(path, reader, "label");
                var labels = new long[rows.RowCount];
                if (field.IsNullable)
                {
                    var found = new long?[rows.RowCount];
                    await rows.ReadAsync<long>(field, found.AsMemory());
                    labels = Array.ConvertAll(found, l => l ?? -1);
                }
                else
                    await rows.ReadAsync<long>(field, labels.AsMemory());
                return (Array.ConvertAll(paths, p => p ?? ""), labels);
            }
        );

    /// <summary>The pictures of a group.</summary>
    public byte[][] Bytes(string path, int group)
    {
        Lazy<byte[][]> rows;
        lock (kept)
        {
            var node = kept.First;
            while (node is not null && node.Value.Key != (path, group))
                node = node.Next;
            if (node is null)
                node = new(((path, group), new Lazy<byte[][]>(() => Unpack(path, group))));
            else
                kept.Remove(node);
            kept.AddFirst(node);
            if (kept.Count > Kept)
                kept.RemoveLast();
            rows = node.Value.Rows;
        }

        return rows.Value;
    }

    /// <summary>The pictures of a group, of which nothing is kept.</summary>
    public static byte[][] Unpack(string path, int group) =>
        Read(
            path,
            async reader =>
            {
                using var rows = reader.OpenRowGroupReader(group);
                var bytes = new byte[]?[rows.RowCount];
                await rows.ReadAsync(Field(path, reader, "bytes"), bytes.AsMemory());
                return Array.ConvertAll(bytes, b => b ?? []);
            }
        );

    private static DataField Field(string path, ParquetReader reader, string name) =>
        reader.Schema.GetDataFields().FirstOrDefault(f => f.Path.ToString() is var own && (own == name || own.EndsWith("/" + name)))
        ?? throw new DatasetFormatException(
            path,
            "the columns",
            "image.bytes, image.path and label",
            string.Join(", ", reader.Schema.GetDataFields().Select(f => f.Path.ToString().Replace('/', '.'))),
            "Use the files as Hugging Face has them."
        );

    private static T Read<T>(string path, Func<ParquetReader, Task<T>> work)
    {
        using var file = RegularFile.OpenRead(path, 0);
        try
        {
            // On a thread that no caller's context waits for.
            return Task.Run(async () =>
                {
                    await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true);
                    return await work(reader);
                })
                .GetAwaiter()
                .GetResult();
        }
        catch (Exception e) when (e is not (DatasetFormatException or OutOfMemoryException))
        {
            throw new DatasetFormatException(
                path,
                0,
                "a Parquet file",
                $"something else ({e.Message.TrimEnd('.')})",
                e,
                "Fetch the file again from its publisher."
            );
        }
    }
}
