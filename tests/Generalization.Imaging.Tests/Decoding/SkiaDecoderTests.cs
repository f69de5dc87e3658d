using CsCheck;
using Generalization.Imaging.Decoding;
using Generalization.Tests.Support;
using SkiaSharp;

namespace Generalization.Tests.Imaging.Decoding;

public class SkiaDecoderTests
{
    private static readonly SkiaDecoder Decoder = new();
    private static readonly DecodeRequest Plain = new(1 << 20);

    private static readonly Dictionary<string, byte[]> Encoded = new()
    {
        ["jpeg"] = Pictures.Encode(75, 101),
        ["tiny jpeg"] = Pictures.Encode(3, 2),
        ["progressive jpeg"] = Pictures.Fixture("progressive.jpg"),
        ["jpeg of 4:2:2"] = Pictures.Fixture("plain422.jpg"),
        ["jpeg of inks"] = Pictures.Fixture("cmyk.jpg"),
        ["png"] = Pictures.Encode(40, 61, SKEncodedImageFormat.Png),
        ["webp"] = Pictures.Encode(40, 61, SKEncodedImageFormat.Webp),
    };

    public static TheoryData<string> Names => [.. Encoded.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_part_has_the_pixels_of_the_whole(string name)
    {
        var encoded = Encoded[name];
        var whole = Pictures.Whole(encoded);
        var (height, width) = (whole.GetLength(0), whole.GetLength(1));
        Gen.Select(Gen.Int[0, height - 1], Gen.Int[0, width - 1], Gen.Int[1, height], Gen.Int[1, width])
            .Select((t, l, h, w) => new PictureBox(t, l, Math.Min(h, height - t), Math.Min(w, width - l)))
            .Sample(
                box =>
                {
                    using var part = Decoder.Decode(encoded, (_, _) => box, Plain);
                    var pixels = Pictures.Of(part);
                    for (var y = 0; y < box.Height; y++)
                    for (var x = 0; x < box.Width; x++)
                        if (pixels[y, x] != whole[box.Top + y, box.Left + x])
                            return false;
                    return (part.Box.Height, part.Box.Width) == (box.Height, box.Width);
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public void A_jpeg_of_inks_has_the_colours_that_they_print()
    {
        using var part = Decoder.Decode(Encoded["jpeg of inks"], PictureBox.Whole, Plain);
        var (pixels, right) = (Pictures.Of(part), Pictures.Whole(Pictures.Fixture("cmyk.png")));
        for (var y = 0; y < right.GetLength(0); y++)
        for (var x = 0; x < right.GetLength(1); x++)
        {
            var (a, b) = (pixels[y, x], right[y, x]);
            Math.Max(Math.Abs(a.R - b.R), Math.Max(Math.Abs(a.G - b.G), Math.Abs(a.B - b.B))).Should().BeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public void The_part_is_chosen_by_the_size_that_is_seen_and_turned()
    {
        // The publishers' example of an orientation: stored 4 wide and 2 high, to be turned by a quarter.
        var stored = Pictures.Whole(Turned.Plain);
        using var part = Decoder.Decode(
            Turned.ByAQuarter,
            (height, width) =>
            {
                (height, width).Should().Be((Turned.Width, Turned.Height));
                return new PictureBox(3, 1, 5, 4);
            },
            Plain with
            {
                Turns = true,
            }
        );
        var seen = Pictures.Of(part);
        for (var y = 0; y < 5; y++)
        for (var x = 0; x < 4; x++)
            seen[y, x].Should().Be(stored[Turned.Height - 1 - (1 + x), 3 + y]);
        using var asStored = Decoder.Decode(Turned.ByAQuarter, PictureBox.Whole, Plain);
        Pictures.Of(asStored).Should().BeEquivalentTo(stored);
    }

    [Fact]
    public void A_large_jpeg_may_be_decoded_smaller_and_then_has_other_pixels()
    {
        var encoded = Pictures.Encode(400, 320);
        var box = new PictureBox(40, 32, 330, 260);
        using var full = Decoder.Decode(encoded, (_, _) => box, Plain);
        (full.Box.Height, full.Box.Width).Should().Be((330, 260));
        using var half = Decoder.Decode(encoded, (_, _) => box, Plain with { LeastHeight = 100, LeastWidth = 100 });
        (half.Box.Height, half.Box.Width).Should().Be((165, 130));
        var (small, large) = (Pictures.Of(half), Pictures.Of(full));
        var differ = 0.0;
        for (var y = 0; y < 165; y++)
        for (var x = 0; x < 130; x++)
        {
            var mean =
                (large[2 * y, 2 * x].G + large[2 * y + 1, 2 * x].G + large[2 * y, 2 * x + 1].G + large[2 * y + 1, 2 * x + 1].G) / 4.0;
            differ += Math.Abs(mean - small[y, x].G) / (165 * 130);
        }

        differ.Should().BeInRange(0.01, 4, "it is about the mean of four pixels");
        using var same = Decoder.Decode(encoded, (_, _) => box, Plain with { LeastHeight = 166, LeastWidth = 100 });
        same.Box.Height.Should().Be(330, "a half would be less than what is asked for");
    }

    [Fact]
    public void What_cannot_be_decoded_is_said()
    {
        void Refuses(byte[] encoded, string sentence, DecodeRequest? request = null) =>
            FluentActions
                .Invoking(() => Decoder.Decode(encoded, PictureBox.Whole, request ?? Plain).Dispose())
                .Should()
                .Throw<DamagedPictureException>()
                .WithMessage(sentence);
        const string replace = "Open it to see whether it is whole, and replace it or take it out of the folder.";
        Refuses([], $"Expected a picture (*), but found an empty file. {replace}");
        Refuses([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], $"Expected a picture (*), but found something else*. {replace}");
        var jpeg = Encoded["jpeg"];
        Refuses(jpeg[..(jpeg.Length / 2)], $"Expected a whole picture, but found one that ends or breaks early (*). {replace}");
        var png = Encoded["png"];
        Refuses(png[..(png.Length / 2)], $"Expected a whole picture, but found one that ends or breaks early (*). {replace}");
        Refuses(
            jpeg,
            "Expected at most 7,000 pixels, but found a header that claims 101×75. Make the picture smaller, or allow more by MostPixels.",
            new DecodeRequest(7000)
        );
    }

    [Fact]
    public void A_part_outside_of_the_picture_is_refused() =>
        FluentActions
            .Invoking(() => Decoder.Decode(Encoded["png"], (h, w) => new PictureBox(1, 0, h, w), Plain))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The part of a picture must lie in its 40×61 pixels, but was *");

    private static class Turned
    {
        public const int Height = 20,
            Width = 32;

        public static byte[] Plain { get; } = Pictures.Encode(Height, Width);

        // An Exif segment after the first marker: orientation 6, the first row is the right side.
        public static byte[] ByAQuarter { get; } =
        [
            .. Plain[..2],
            0xFF,
            0xE1,
            0,
            34,
            .. "Exif\0\0II*\0"u8,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. Plain[2..],
        ];
    }
}
