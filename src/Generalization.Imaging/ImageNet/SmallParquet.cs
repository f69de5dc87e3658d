using Generalization.Randomness;
using Parquet;
using Parquet.Schema;

namespace Generalization.Imaging.ImageNet;

/// <summary>Writes pictures as Hugging Face does: image.bytes, image.path and label, in no order, a hundred to a row group.</summary>
internal static class SmallParquet
{
    private const int Rows = 100;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pictures">Each picture's class, stem and JPEG.</param>
    /// <param name="seed">Decides their order.</param>
    public static void Write(string path, IEnumerable<(int Class, string Stem, byte[] Jpeg)> pictures, ulong seed)
    {
        var all = pictures.ToArray();
        var order = new RandomKey(seed, RandomPurpose.DrawnPictures).Stream(0).Permutation(all.Length);
        var image = new StructField("image", new DataField<byte[]>("bytes"), new DataField<string>("path"));
        var schema = new ParquetSchema(image, new DataField<long>("label"));
        Task.Run(async () =>
            {
                await using var file = File.Create(path);
                await using var writer = await ParquetWriter.CreateAsync(schema, file);
                for (var first = 0; first < order.Length; first += Rows)
                {
                    var some = order.Skip(first).Take(Rows).Select(i => all[i]).ToArray();
                    using var group = writer.CreateRowGroup();
                    var fields = schema.GetDataFields();
                    IReadOnlyCollection<byte[]> bytes = Array.ConvertAll(some, p => p.Jpeg);
                    IReadOnlyCollection<string> names = Array.ConvertAll(some, p => $"{p.Stem}_{SmallImageNet.IdOf(p.Class)}.JPEG");
                    await group.WriteAsync(fields[0], bytes);
                    await group.WriteAsync(fields[1], names);
                    await group.WriteAsync<long>(fields[2], Array.ConvertAll(some, p => (long)p.Class));
                    group.CompleteValidate();
                }
            })
            .GetAwaiter()
            .GetResult();
    }
}
