using System.Buffers.Binary;
using Generalization.Data;
using SkiaSharp;

namespace Generalization.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("images").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Draw(string path, int height, int width, Func<int, int, SKColor> color, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        path = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) bitmap.SetPixel(x, y, color(y, x));
        using var data = bitmap.Encode(format, 95);
        File.WriteAllBytes(path, data.ToArray());
        return path;
    }

    private void DrawAll(int size = 4)
    {
        Draw("train/cat/b.png", size, size, (y, x) => new SKColor((byte)(y * 10), (byte)(x * 10), 7));
        Draw("train/cat/a.jpg", size, size, (_, _) => new SKColor(200, 100, 50), SKEncodedImageFormat.Jpeg);
        Draw("train/dog/c.png", size, size, (_, _) => SKColors.Black);
        Draw("test/cat/d.png", size, size, (_, _) => SKColors.White);
        Draw("test/dog/e.png", size, size, (_, _) => SKColors.White);
    }

    [Fact]
    public void Reads_the_classes_by_name_and_the_pictures_exactly()
    {
        DrawAll();
        var data = ImageFolder.Load(folder);
        data.ClassNames.Should().Equal("cat", "dog");
        (data.Shape, data.Train.Count, data.Test.Count).Should().Be((new ImageShape(3, 4, 4), 3, 2));
        data.Train.Labels.ToArray().Should().Equal(0, 0, 1);
        var pixels = ((UInt8Pixels)data.Train.Pixels).Values;
        pixels[0].Should().BeCloseTo(200, 3, "a.jpg comes before b.png");
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
                (pixels[48 + y * 4 + x], pixels[48 + 16 + y * 4 + x], pixels[48 + 32 + y * 4 + x]).Should().Be(((byte)(y * 10), (byte)(x * 10), (byte)7));
    }

    [Fact]
    public void Resizes_and_turns_grey_when_asked_to()
    {
        DrawAll(9);
        var data = ImageFolder.Load(folder, new ImageFolderOptions { Size = (3, 2), Channels = 1 });
        data.Shape.Should().Be(new ImageShape(1, 3, 2));
        ((UInt8Pixels)data.Train.Pixels).Values[..6].ToArray().Should().AllSatisfy(v => v.Should().BeCloseTo(124, 3, "0.299·200 + 0.587·100 + 0.114·50"));
    }

    [Fact]
    public void A_picture_of_another_size_is_named()
    {
        DrawAll();
        var odd = Draw("test/dog/f.png", 4, 5, (_, _) => SKColors.White);
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetFormatException>()
            .WithMessage($"{odd}, byte 0: expected 4×4 pixels like the first picture, but found 4×5; name a size to resize to. *");
    }

    [Fact]
    public void A_header_that_claims_a_huge_picture_is_refused_before_memory_is_taken()
    {
        DrawAll();
        var path = Path.Combine(folder, "train/cat/b.png");
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc(bytes.AsSpan(12, 17)));
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 0: expected at most 16,777,216 pixels, but found a header that claims 100000×100000. *");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50 << 20);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    [Fact]
    public void A_picture_that_is_cut_or_none_at_all_is_refused()
    {
        DrawAll(64);
        var path = Path.Combine(folder, "train/cat/b.png");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetFormatException>().WithMessage($"{path}, byte 0: expected a whole picture, but found one that ends or breaks early (*");
        File.WriteAllText(path, "not a picture");
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetFormatException>().WithMessage($"{path}, byte 0: expected a PNG or JPEG picture, but found something else*");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetNotFoundException>()
            .WithMessage($"{folder} has no train, a folder with a folder of pictures for each class. *");
        DrawAll();
        File.Delete(Path.Combine(folder, "test/dog/e.png"));
        new Action(() => ImageFolder.Load(folder)).Should().Throw<DatasetNotFoundException>()
            .WithMessage($"{Path.Combine(folder, "test/dog")} has no picture (*.png, *.jpg, *.jpeg) of class dog. *");
    }
}
