using CsCheck;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Imaging.Decoding;

public class BilinearResizeTests
{
    // Value by value, as TensorFlow's resize_bilinear has it.
    private static float[] Slowly((byte R, byte G, byte B)[,] pixels, int height, int width)
    {
        var (h, w) = (pixels.GetLength(0), pixels.GetLength(1));
        float Channel(int c, int y, int x) =>
            c == 0 ? pixels[y, x].R
            : c == 1 ? pixels[y, x].G
            : pixels[y, x].B;
        var image = new float[3 * height * width];
        for (var c = 0; c < 3; c++)
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var (row, column) = (y * (h / (float)height), x * (w / (float)width));
            var (y0, x0) = ((int)row, (int)column);
            var (y1, x1) = (Math.Min(y0 + 1, h - 1), Math.Min(x0 + 1, w - 1));
            var (v, u) = (row - y0, column - x0);
            var top = Channel(c, y0, x0) + (Channel(c, y0, x1) - Channel(c, y0, x0)) * u;
            var bottom = Channel(c, y1, x0) + (Channel(c, y1, x1) - Channel(c, y1, x0)) * u;
            image[(c * height + y) * width + x] = top + (bottom - top) * v;
        }

        return image;
    }

    [Fact]
    public void Is_the_slow_way_to_the_bit_at_all_sizes()
    {
        var encoded = Pictures.Encode(37, 45, SKEncodedImageFormat.Png);
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, 36], Gen.Int[0, 44], Gen.Int[1, 37], Gen.Int[1, 45])
            .Sample(
                (height, width, top, left, h, w) =>
                {
                    var box = new PictureBox(top, left, Math.Min(h, 37 - top), Math.Min(w, 45 - left));
                    using var part = new SkiaDecoder().Decode(encoded, (_, _) => box, new DecodeRequest(10_000));
                    var image = new float[3 * height * width];
                    BilinearResize.To(part, new PictureView(height, width), image);
                    var grey = new float[height * width];
                    BilinearResize.To(part, new PictureView(height, width) { Channels = 1 }, grey);
                    var slow = Slowly(Pictures.Of(part), height, width);
                    var plane = height * width;
                    return image.SequenceEqual(slow)
                        && grey.Select((g, i) => Math.Abs(g - (0.299 * slow[i] + 0.587 * slow[plane + i] + 0.114 * slow[2 * plane + i])))
                            .All(d => d < 1e-3);
                },
                iter: 300,
                threads: 1
            );
    }

    [Fact]
    public void Of_the_same_size_it_is_the_picture()
    {
        var encoded = Pictures.Encode(9, 14, SKEncodedImageFormat.Png);
        var view = new PictureView(9, 14) { Type = PixelType.UInt8 };
        var image = new byte[3 * 9 * 14];
        PictureReader.Read(new SkiaDecoder(), encoded, view, PictureBox.Whole, image);
        var pixels = Pictures.Whole(encoded);
        for (var i = 0; i < 9 * 14; i++)
            (image[i], image[126 + i], image[252 + i]).Should().Be(pixels[i / 14, i % 14]);
    }

    [Fact]
    public void Bytes_are_the_nearest_to_the_floats()
    {
        var encoded = Pictures.Encode(50, 41);
        var (floats, bytes) = (new byte[4 * 3 * 17 * 19], new byte[3 * 17 * 19]);
        PictureReader.Read(new SkiaDecoder(), encoded, new PictureView(17, 19), PictureBox.Whole, floats);
        PictureReader.Read(new SkiaDecoder(), encoded, new PictureView(17, 19) { Type = PixelType.UInt8 }, PictureBox.Whole, bytes);
        for (var i = 0; i < bytes.Length; i++)
            Math.Abs(bytes[i] - BitConverter.ToSingle(floats, 4 * i)).Should().BeLessThanOrEqualTo(0.5f);
    }
}
