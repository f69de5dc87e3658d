using System.Globalization;
using Generalization.Data;
using Generalization.Identity;

namespace Generalization.Imaging.Decoding;

/// <summary>Which part of a picture is seen, and at which size: in evaluation the middle, in an epoch of training the same or a part that
/// is drawn for the epoch.</summary>
/// <remarks>The part is stretched to Height × Width: value (y, x) lies at (y · h / Height, x · w / Width) of the part's h × w and is
/// interpolated linearly between its four neighbours, without smoothing. Values are 0–255. Source: research/slim's
/// inception_preprocessing, whose resizing is TensorFlow's resize_bilinear without aligned corners.</remarks>
/// <param name="Height">Rows of an image, at least 1.</param>
/// <param name="Width">Columns of an image, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed record PictureView(int Height, int Width) : IDescribed
{
    private const double Slims = 0.875;

    /// <inheritdoc cref="PictureView(int, int)" path="/param[@name='Height']"/>
    public int Height { get; } = AtLeastOne(Height, nameof(Height));

    /// <inheritdoc cref="PictureView(int, int)" path="/param[@name='Width']"/>
    public int Width { get; } = AtLeastOne(Width, nameof(Width));

    /// <summary>The share of each side that evaluation sees, in (0, 1]. Default: 0.875.</summary>
    public double CentralShare
    {
        get;
        init =>
            field = value is > 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(CentralShare),
                    FormattableString.Invariant($"CentralShare must lie in (0, 1], but was {value}.")
                );
    } = Slims;

    /// <summary>The part that an epoch of training sees; null for what evaluation sees. Default: null.</summary>
    public DistortedBox? Training { get; init; }

    /// <summary>3 for colour, 1 for grey (0.299 R + 0.587 G + 0.114 B). Default: 3.</summary>
    public int Channels
    {
        get;
        init =>
            field = value is 1 or 3
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Channels), $"Channels must be 1 or 3, but was {value}.");
    } = 3;

    /// <summary>The type of the values: float32, which keeps what lies between two bytes as TensorFlow does, or uint8, which is rounded and
    /// takes a quarter of the memory. Default: float32.</summary>
    public PixelType Type
    {
        get;
        init =>
            field = value is PixelType.Float32 or PixelType.UInt8
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Type), $"Type must be Float32 or UInt8, but was {value}.");
    } = PixelType.Float32;

    /// <summary>Whether a JPEG is decoded at a half, a quarter or an eighth where its part stays at least as large as the image, which
    /// costs less and gives other pixels. Default: false.</summary>
    public bool Shrinks { get; init; }

    /// <summary>Whether a picture is turned as its EXIF orientation asks for; TensorFlow takes it as it is stored. Default:
    /// false.</summary>
    public bool Turns { get; init; }

    /// <summary>The most pixels that a picture may have; a file that claims more is refused. Default: 2²⁷.</summary>
    public int MostPixels
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(MostPixels), $"MostPixels must be at least 1, but was {value}.");
    } = 1 << 27;

    /// <summary>The shape of an image.</summary>
    public ImageShape Shape => new(Channels, Height, Width);

    /// <summary>The part that evaluation sees.</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    public PictureBox Central(int height, int width) => PictureBox.Central(height, width, CentralShare);

    /// <summary>Square images as Inception takes them in evaluation and where a training has no augmentation: the middle, 87.5 % of each
    /// side.</summary>
    /// <param name="size">Rows and columns. Default: 299.</param>
    public static PictureView Central(int size = 299) => new(size, size);

    /// <summary>Square images as Inception is trained on: a distorted box in training, the middle in evaluation.</summary>
    /// <param name="size">Rows and columns. Default: 299.</param>
    public static PictureView Distorted(int size = 299) => new(size, size) { Training = new DistortedBox() };

    /// <summary>For example "3×299×299 Float32 of the central 0.875 of each side".</summary>
    public string Describe() =>
        FormattableString.Invariant($"{Shape} {Type} of the central {CentralShare} of each side")
        + (Training is null ? "" : $", in training of a {Training.Describe()}")
        + (Shrinks ? ", decoded smaller" : "")
        + (Turns ? ", turned" : "");

    /// <summary>What evaluation sees, in words that <see cref="OfWords"/> reads: "central 0.875 Float32", then "shrinks" and
    /// "turns".</summary>
    internal string EvaluationWords =>
        FormattableString.Invariant($"central {CentralShare} {Type}") + (Shrinks ? " shrinks" : "") + (Turns ? " turns" : "");

    /// <summary>The view that words and an image's shape tell of.</summary>
    /// <exception cref="FormatException">There is no such view.</exception>
    internal static PictureView OfWords(string words, ImageShape shape)
    {
        string[] parts = words.Split(' ');
        return
            parts is ["central", var share, var type, .. var more]
            && double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var central)
            && central is > 0 and <= 1
            && type is nameof(PixelType.Float32) or nameof(PixelType.UInt8)
            && shape.Channels is 1 or 3
            && more is [] or ["shrinks"] or ["turns"] or ["shrinks", "turns"]
            ? new PictureView(shape.Height, shape.Width)
            {
                CentralShare = central,
                Channels = shape.Channels,
                Type = type == nameof(PixelType.Float32) ? PixelType.Float32 : PixelType.UInt8,
                Shrinks = more.Contains("shrinks"),
                Turns = more.Contains("turns"),
            }
            : throw new FormatException(
                $"A view of pictures must be \"central SHARE TYPE\", with shrinks and turns where they are so, but was \"{words}\" of "
                    + $"{shape}."
            );
    }

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}
