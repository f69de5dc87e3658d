using System.Globalization;
using Generalization.Files;

namespace Generalization.Inputs;

/// <summary>Which augmentations a training uses; in evaluation none of them is random.</summary>
/// <param name="Crop">Whether the crop is random. Default: false, the centre.</param>
/// <param name="Flip">Whether images are mirrored left to right at random. Default: false.</param>
/// <param name="RotateDegrees">The largest angle of a random rotation, in degrees, in [0, 180]. Default: 0, none.</param>
/// <param name="Color">Whether brightness, contrast, saturation and hue change at random. Default: false.</param>
public sealed record AugmentationOptions(bool Crop = false, bool Flip = false, double RotateDegrees = 0, bool Color = false)
{
    /// <summary>No augmentation, the default.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>The words that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Words { get; } = ["none", "crop", "flip", "rotate:DEGREES", "color"];

    /// <summary>Whether anything is random.</summary>
    public bool IsRandom => this != None;

    /// <inheritdoc cref="AugmentationOptions(bool, bool, double, bool)" path="/param[@name='RotateDegrees']"/>
    public double RotateDegrees
    {
        get;
        init => field = Angle(value);
    } = Angle(RotateDegrees);

    /// <summary>Reads a list such as "crop,flip,rotate:25,color".</summary>
    /// <param name="text">Words separated by commas; "none" alone for no augmentation.</param>
    /// <exception cref="FormatException">A word is not known, or the angle is not a number in (0, 180].</exception>
    public static AugmentationOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var options = None;
        if (text == "none")
            return options;
        foreach (var word in text.Split(','))
            options = word.Split(':') switch
            {
                ["crop"] => options with { Crop = true },
                ["flip"] => options with { Flip = true },
                ["color"] => options with { Color = true },
                ["rotate", var angle] when InvariantText.TryRead<double>(angle, out var degrees) && degrees is > 0 and <= 180 =>
                    options with
                    {
                        RotateDegrees = degrees,
                    },
                ["rotate", ..] => throw new FormatException(
                    $"A rotation must be rotate:DEGREES with an angle in (0, 180], but was {word}."
                ),
                _ => throw new FormatException($"An augmentation must be one of {string.Join(", ", Words)}, but was {word}."),
            };
        return options;
    }

    private static double Angle(double degrees) =>
        degrees is >= 0 and <= 180
            ? degrees
            : throw new ArgumentOutOfRangeException(
                nameof(RotateDegrees),
                FormattableString.Invariant($"RotateDegrees must lie in [0, 180], but was {degrees}.")
            );

    /// <summary>The words that <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        var words = new List<string>();
        if (Crop)
            words.Add("crop");
        if (Flip)
            words.Add("flip");
        if (RotateDegrees > 0)
            words.Add(FormattableString.Invariant($"rotate:{RotateDegrees}"));
        if (Color)
            words.Add("color");
        return words.Count == 0 ? "none" : string.Join(',', words);
    }
}
