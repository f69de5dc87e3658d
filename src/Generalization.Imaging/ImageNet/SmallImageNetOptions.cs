namespace Generalization.Imaging.ImageNet;

/// <summary>How many pictures stand in for ImageNet, and of which sizes.</summary>
public sealed record SmallImageNetOptions
{
    /// <summary>Classes, in [2, 1,000]. Default: 20.</summary>
    public int Classes
    {
        get;
        init => field = Between(value, 2, 1000, nameof(Classes));
    } = 20;

    /// <summary>Training pictures of each class, at least 1. Default: 100.</summary>
    public int TrainPerClass
    {
        get;
        init => field = Between(value, 1, 100_000, nameof(TrainPerClass));
    } = 100;

    /// <summary>Validation pictures of each class, at least 1. Default: 10.</summary>
    public int ValidationPerClass
    {
        get;
        init => field = Between(value, 1, 10_000, nameof(ValidationPerClass));
    } = 10;

    /// <summary>The shortest side that a picture has, in pixels, at least 8. Default: 96.</summary>
    public int LeastSide
    {
        get;
        init => field = Between(value, 8, 4096, nameof(LeastSide));
    } = 96;

    /// <summary>The longest side that a picture has, in pixels, at least the shortest. Default: 200.</summary>
    public int MostSide
    {
        get;
        init => field = Between(value, 8, 4096, nameof(MostSide));
    } = 200;

    /// <summary>The size of all pictures, in place of mixed ones. Default: null.</summary>
    public (int Height, int Width)? Size
    {
        get;
        init =>
            field = value is null or { Height: >= 8 and <= 4096, Width: >= 8 and <= 4096 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Size),
                    $"Size must lie in [8, 4096] by [8, 4096], but was {value.Value.Height}×{value.Value.Width}."
                );
    }

    /// <summary>The JPEGs' quality, in [1, 100]. Default: 90.</summary>
    public int Quality
    {
        get;
        init => field = Between(value, 1, 100, nameof(Quality));
    } = 90;

    /// <summary>Decides everything that is drawn. Default: 0.</summary>
    public ulong Seed { get; init; }

    private static int Between(int value, int least, int most, string name) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, $"{name} must lie in [{least}, {most}], but was {value}.");
}
