using System.Buffers.Binary;
using Generalization.Data;
using Generalization.Imaging;
using Generalization.Imaging.Decoding;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("images").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Draw(
        string path,
        int height,
        int width,
        Func<int, int, SKColor> color,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png
    )
    {
        path = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            bitmap.SetPixel(x, y, color(y, x));
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
            (pixels[48 + y * 4 + x], pixels[48 + 16 + y * 4 + x], pixels[48 + 32 + y * 4 + x])
                .Should()
                .Be(((byte)(y * 10), (byte)(x * 10), (byte)7));
    }

    [Fact]
    public void Resizes_and_turns_grey_when_asked_to()
    {
        DrawAll(9);
        var data = ImageFolder.Load(folder, new ImageFolderOptions { Size = (3, 2), Channels = 1 });
        data.Shape.Should().Be(new ImageShape(1, 3, 2));
        ((UInt8Pixels)data.Train.Pixels)
            .Values[..6]
            .ToArray()
            .Should()
            .AllSatisfy(v => v.Should().BeCloseTo(124, 3, "0.299·200 + 0.587·100 + 0.114·50"));
    }

    [Fact]
    public void A_picture_of_another_size_is_named()
    {
        DrawAll();
        var odd = Draw("test/dog/f.png", 4, 5, (_, _) => SKColors.White);
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{odd}, byte 0: expected 4×4 pixels like the first picture, but found 4×5. "
                    + "Name a size to resize to, or give all pictures one size."
            );
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
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 0: expected at most 16,777,216 pixels, but found a header that claims 100000×100000. *");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50 << 20);
    }

    [Fact]
    public void Pictures_that_together_are_more_than_one_array_can_hold_are_refused_before_memory_is_taken()
    {
        DrawAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        new Action(() => ImageFolder.Load(folder, new ImageFolderOptions { Size = (20_000, 20_000) }))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{Path.Combine(folder, "train/cat/a.jpg")}, byte 0: expected at most 2,147,483,591 "
                    + "values in all pictures of a split, but found the first of 3 of 3×20000×20000. "
                    + "Name a smaller size to resize to, or keep fewer pictures."
            );
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50 << 20);
    }

    /// <summary>A picture of 16×24 in blocks of 8, which JPEG keeps apart: red in the corner at the top left, green at its right end, blue
    /// at its lower end, black elsewhere; stored as a camera would that was held otherwise. The table is the standard's: where the stored
    /// first row and first column belong.</summary>
    [Theory]
    [InlineData(1, "top", "left")]
    [InlineData(2, "top", "right")]
    [InlineData(3, "bottom", "right")]
    [InlineData(4, "bottom", "left")]
    [InlineData(5, "left", "top")]
    [InlineData(6, "right", "top")]
    [InlineData(7, "right", "bottom")]
    [InlineData(8, "left", "bottom")]
    public void A_picture_is_turned_as_its_orientation_asks(int orientation, string firstRow, string firstColumn)
    {
        TurnsAsSeen(firstRow, firstColumn, "jpg", SKEncodedImageFormat.Jpeg, file => Orient(file, orientation));
        foreach (var isLittle in new[] { true, false })
        foreach (var isLast in new[] { true, false })
            TurnsAsSeen(firstRow, firstColumn, "png", SKEncodedImageFormat.Png, file => OrientPng(file, orientation, isLittle, isLast));
    }

    private void TurnsAsSeen(string firstRow, string firstColumn, string ending, SKEncodedImageFormat format, Action<string> orient)
    {
        if (Directory.Exists(Path.Combine(folder, "train")))
            Directory.Delete(Path.Combine(folder, "train"), recursive: true);
        if (Directory.Exists(Path.Combine(folder, "test")))
            Directory.Delete(Path.Combine(folder, "test"), recursive: true);
        SKColor Seen(int y, int x) =>
            (y / 8, x / 8) switch
            {
                (0, 0) => SKColors.Red,
                (0, 2) => SKColors.Lime,
                (1, 0) => SKColors.Blue,
                _ => SKColors.Black,
            };
        var swaps = firstRow is "left" or "right";
        SKColor Stored(int row, int column)
        {
            int Place(string first, int at) =>
                first switch
                {
                    "top" or "left" => at,
                    "bottom" => 15 - at,
                    _ => 23 - at,
                };
            return swaps ? Seen(Place(firstColumn, column), Place(firstRow, row)) : Seen(Place(firstRow, row), Place(firstColumn, column));
        }

        var (height, width) = swaps ? (24, 16) : (16, 24);
        foreach (var name in new[] { "train/cat/a.", "train/dog/a.", "test/cat/a.", "test/dog/a." })
            orient(Draw(name + ending, height, width, Stored, format));
        var data = ImageFolder.Load(folder);
        data.Shape.Should().Be(new ImageShape(3, 16, 24));
        var pixels = ((UInt8Pixels)data.Train.Pixels).Values;
        for (var y = 4; y < 16; y += 8)
        for (var x = 4; x < 24; x += 8)
        {
            var (p, seen) = (y * 24 + x, Seen(y, x));
            ((int)pixels[p], (int)pixels[384 + p], (int)pixels[768 + p])
                .Should()
                .Match<(int R, int G, int B)>(
                    c => Math.Abs(c.R - seen.Red) < 60 && Math.Abs(c.G - seen.Green) < 60 && Math.Abs(c.B - seen.Blue) < 60,
                    $"row {y}, column {x} is seen as {seen}"
                );
        }

        // It is turned first and then resized.
        var small = ImageFolder.Load(folder, new ImageFolderOptions { Size = (2, 3) });
        var red = ((UInt8Pixels)small.Train.Pixels).Values[..6].ToArray();
        red[0].Should().BeGreaterThan(200).And.BeGreaterThan(red[1..].Max());
    }

    /// <summary>Puts an APP1 segment with one EXIF entry, the orientation, behind the JPEG's first marker.</summary>
    private static void Orient(string file, int orientation)
    {
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        var jpeg = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]]);
    }

    /// <summary>Puts an eXIf chunk with a byte of something else first and then the orientation behind a PNG's header, or before its
    /// end.</summary>
    private static void OrientPng(string file, int orientation, bool isLittle, bool isLast)
    {
        byte o = (byte)orientation;
        byte[] exif = isLittle
            ? [.. "II*\0"u8, 10, 0, 0, 0, 7, 7, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, o, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0];
        byte[] content = [.. "eXIf"u8, .. exif];
        var chunk = new byte[4 + content.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, exif.Length);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + content.Length), Crc(content));
        var png = File.ReadAllBytes(file);
        // A header is 8 + 25 bytes, an end 12.
        var at = isLast ? png.Length - 12 : 33;
        File.WriteAllBytes(file, [.. png[..at], .. chunk, .. png[at..]]);
    }

    [Fact]
    public void An_exif_chunk_that_is_none_turns_nothing()
    {
        byte[][] wrong =
        [
            [],
            [.. "MM\0*"u8],
            [.. "MM\0*"u8, 0xff, 0xff, 0xff, 0xff],
            [.. "II*\0"u8, 8, 0, 0, 0, 0xff, 0xff],
            [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0],
        ];
        foreach (var exif in wrong)
        {
            DrawAll();
            var file = Path.Combine(folder, "train/cat/b.png");
            byte[] content = [.. "eXIf"u8, .. exif];
            var chunk = new byte[8 + content.Length];
            BinaryPrimitives.WriteInt32BigEndian(chunk, exif.Length);
            content.CopyTo(chunk, 4);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + content.Length), Crc(content));
            var png = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [.. png[..33], .. chunk, .. png[33..]]);
            ((UInt8Pixels)ImageFolder.Load(folder).Train.Pixels).Values[48 + 16 + 3].Should().Be(30, "green grows from left to right");
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(1)]
    public void Shrinking_averages(int size)
    {
        foreach (var name in new[] { "train/cat/a.png", "train/dog/a.png", "test/cat/a.png", "test/dog/a.png" })
            Draw(name, 64, 64, (y, x) => (y + x) % 2 == 0 ? SKColors.White : SKColors.Black);
        var data = ImageFolder.Load(folder, new ImageFolderOptions { Size = (size, size) });
        ((UInt8Pixels)data.Train.Pixels)
            .Values.ToArray()
            .Should()
            .AllSatisfy(v => v.Should().BeCloseTo(127, 6, "a pattern finer than the pixels is grey, and no coarser pattern"));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
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
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 0: expected a whole picture, but found one that ends or breaks early (*");
        File.WriteAllText(path, "not a picture");
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, byte 0: expected a picture (*.png, *, *.wbmp), but found something else*");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{folder} has no train, a folder with a folder of pictures for each class. *");
        DrawAll();
        File.Delete(Path.Combine(folder, "test/dog/e.png"));
        new Action(() => ImageFolder.Load(folder))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage(
                $"{Path.Combine(folder, "test/dog")} has no picture (*.png, *) of class dog. Add pictures of "
                    + "it, or remove the class from the training set and "
                    + "the test set."
            );
    }

    [Fact]
    public void Streamed_pictures_are_those_that_are_held_in_memory()
    {
        using var own = new PictureFolder();
        own.DrawAll();
        own.Write("train/cat/large.jpg", Pictures.Encode(30, 40));
        foreach (
            var options in new ImageFolderOptions[]
            {
                new() { Size = (8, 6) },
                new() { Size = (8, 6), Channels = 1 },
            }
        )
        {
            var (held, streamed) = (ImageFolder.Load(own.Root, options), ImageFolder.Load(own.Root, options with { Streams = true }));
            foreach (var (a, b) in new[] { (held.Train, streamed.Train), (held.Test, streamed.Test) })
            {
                (a.Pixels.IsResident, b.Pixels.IsResident).Should().Be((true, false));
                b.Shape.Should().Be(a.Shape);
                b.Labels.ToArray().Should().Equal(a.Labels.ToArray());
                b.Indices.ToArray().Should().Equal(a.Indices.ToArray());
                for (var i = 0; i < a.Count; i++)
                    b.Pixels.ReadImage(i).Should().Equal(a.Pixels.ReadImage(i));
            }

            streamed
                .Train.Pixels.Identity(0)
                .Should()
                .StartWith("train/cat/a.png, ")
                .And.EndWith(" bytes, " + streamed.Shape + ", resized");
        }

        FluentActions
            .Invoking(() => ImageFolder.Load(own.Root, new ImageFolderOptions { Streams = true }).Train.Pixels.ReadImage(1))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{own.At("train/cat/large.jpg")}, byte 0: expected 4×4 pixels like the first picture, but found 30×40. *");
    }

    [Fact]
    public void A_streamed_picture_of_another_size_is_named_before_a_training_begins()
    {
        DrawAll();
        var last = Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        using (var bitmap = new SKBitmap(9, 7))
        using (var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100))
            File.WriteAllBytes(last, encoded.ToArray());
        new Action(() => ImageFolder.Load(folder, new ImageFolderOptions { Streams = true }))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{last}*4×4 pixels like the first picture*7×9*");
        var resized = ImageFolder.Load(folder, new ImageFolderOptions { Streams = true, Size = (4, 4) });
        resized.Test.Shape.Should().Be(new ImageShape(3, 4, 4));
    }

    [Fact]
    public void Pictures_of_mixed_sizes_are_seen_through_a_view()
    {
        using var own = new PictureFolder();
        own.DrawAll();
        own.Write("train/cat/large.jpg", Pictures.Encode(30, 40));
        var data = ImageFolder.Load(own.Root, new ImageFolderOptions { View = PictureView.Distorted(5) });
        data.Shape.Should().Be(new ImageShape(3, 5, 5));
        (data.Train.Pixels.DrawsInEpoch, data.Test.Pixels.DrawsInEpoch).Should().Be((true, false));
        data.Train.Pixels.InEpoch(1, 1).ReadImage(1).Should().NotEqual(data.Train.Pixels.ReadImage(1));
        data.Train.Pixels.Identity(1).Should().StartWith("train/cat/large.jpg, ");
        File.AppendAllText(own.At("train/cat/large.jpg"), "more");
        FluentActions
            .Invoking(() => data.Train.Pixels.ReadImage(1))
            .Should()
            .Throw<IOException>()
            .WithMessage("*must have * bytes as when it was found, but has *; read the folder again.");
    }
}
