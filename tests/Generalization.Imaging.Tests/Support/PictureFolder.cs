using SkiaSharp;

namespace Generalization.Tests.Support;

/// <summary>A folder of pictures for one test.</summary>
internal sealed class PictureFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pictures").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public string At(string path) => Path.Combine(Root, path);

    /// <summary>Draws a picture of 4×4 in one grey.</summary>
    public string Draw(string path, int grey = 0, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(4, 4);
        bitmap.Erase(new SKColor((byte)grey, (byte)grey, (byte)grey));
        using var data = bitmap.Encode(format, 100);
        return Write(path, data.ToArray());
    }

    /// <summary>Writes a file and its folders.</summary>
    public string Write(string path, params byte[] content)
    {
        path = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Two classes of one training and one test picture each.</summary>
    public void DrawAll(string train = "train", string test = "test")
    {
        Draw($"{train}/cat/a.png", 10);
        Draw($"{train}/dog/b.png", 20);
        Draw($"{test}/cat/c.png", 30);
        Draw($"{test}/dog/d.png", 40);
    }
}
