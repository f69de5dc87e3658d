using Generalization.Randomness;

namespace Generalization.Imaging.Decoding;

/// <summary>A random part of a picture, as Inception is trained on: its aspect and its size are drawn, and then its place.</summary>
/// <remarks>
/// <para>An attempt draws the aspect a uniformly, then the height uniformly among the whole numbers between √(AreaLeast · H · W / a) and
/// √(AreaMost · H · W / a) that fit, the width a · height, and the place uniformly; it is kept where its area lies within the bounds and is
/// at least Covered · H · W. After so many attempts the whole picture is taken. All is in float32, and the last row and column that a part
/// could begin at are never drawn, both as in TensorFlow.</para>
/// <para>Source: TensorFlow's sample_distorted_bounding_box, with the numbers of research/slim's inception_preprocessing, where the object
/// that is to be covered is the whole picture, so that the least area is Covered.</para>
/// </remarks>
/// <param name="AspectLeast">The least width / height. Default: 0.75.</param>
/// <param name="AspectMost">The largest width / height. Default: 1.33.</param>
/// <param name="AreaLeast">The least area, a share of the picture's. Default: 0.05.</param>
/// <param name="AreaMost">The largest area, a share of the picture's. Default: 1.</param>
/// <param name="Covered">The share of the picture that a part must cover. Default: 0.1.</param>
/// <param name="Attempts">How often it is tried, at least 1. Default: 100.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the least is above the largest.</exception>
public sealed record DistortedBox(
    float AspectLeast = 0.75f,
    float AspectMost = 1.33f,
    float AreaLeast = 0.05f,
    float AreaMost = 1,
    float Covered = 0.1f,
    int Attempts = 100
)
{
    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='AspectLeast']"/>
    public float AspectLeast { get; } = Between(AspectLeast, 0.01f, AspectMost, nameof(AspectLeast));

    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='AspectMost']"/>
    public float AspectMost { get; } = Between(AspectMost, 0.01f, 100, nameof(AspectMost));

    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='AreaLeast']"/>
    public float AreaLeast { get; } = Between(AreaLeast, 1e-6f, AreaMost, nameof(AreaLeast));

    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='AreaMost']"/>
    public float AreaMost { get; } = Between(AreaMost, 1e-6f, 1, nameof(AreaMost));

    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='Covered']"/>
    public float Covered { get; } = Between(Covered, 0, 1, nameof(Covered));

    /// <inheritdoc cref="DistortedBox(float, float, float, float, float, int)" path="/param[@name='Attempts']"/>
    public int Attempts { get; } =
        Attempts >= 1
            ? Attempts
            : throw new ArgumentOutOfRangeException(nameof(Attempts), $"Attempts must be at least 1, but was {Attempts}.");

    /// <summary>For example "distorted box, aspect 0.75–1.33, area 0.05–1, covered 0.1, attempts 100".</summary>
    public string Describe() =>
        FormattableString.Invariant($"distorted box, aspect {AspectLeast}–{AspectMost}, area {AreaLeast}–{AreaMost}, ")
        + FormattableString.Invariant($"covered {Covered}, attempts {Attempts}");

    /// <summary>Draws a part.</summary>
    /// <param name="height">The picture's rows, at least 1.</param>
    /// <param name="width">The picture's columns, at least 1.</param>
    /// <param name="random">What it is drawn from.</param>
    public PictureBox Draw(int height, int width, ref RandomStream random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // In steps of 2⁻²⁴, so that float32 holds it and 1 is never reached.
            var aspect = (random.NextUInt32() >> 8) * (1f / (1 << 24)) * (AspectMost - AspectLeast) + AspectLeast;
            if (Size(height, width, aspect, ref random) is not { } size)
                continue;
            var top = size.Height < height ? random.NextInt32(height - size.Height) : 0;
            var left = size.Width < width ? random.NextInt32(width - size.Width) : 0;
            if ((float)((long)size.Height * size.Width) / ((long)height * width) >= Covered)
                return new(top, left, size.Height, size.Width);
        }

        return PictureBox.Whole(height, width);
    }

    private (int Height, int Width)? Size(int height, int width, float aspect, ref RandomStream random)
    {
        var (least, most) = (AreaLeast * width * height, AreaMost * width * height);
        var low = Rounded(MathF.Sqrt(least / aspect));
        var high = Rounded(MathF.Sqrt(most / aspect));
        if (Rounded(high * aspect) > width)
        {
            high = (int)((width + 0.5f - 1e-7f) / aspect);
            // What float32 rounded up.
            if (Rounded(high * aspect) > width)
                high--;
        }

        high = Math.Min(high, height);
        low = Math.Min(low, high);
        var h = low < high ? low + random.NextInt32(high - low + 1) : low;
        var w = Rounded(h * aspect);
        // What rounding put outside of the bounds is one row larger, or smaller.
        if ((float)((long)h * w) < least)
            w = Rounded(++h * aspect);
        if ((float)((long)h * w) > most)
            w = Rounded(--h * aspect);
        float area = (long)h * w;
        return area >= least && area <= most && w <= width && h <= height && w > 0 && h > 0 ? (h, w) : null;
    }

    private static int Rounded(float value) => (int)MathF.Round(value);

    private static float Between(float value, float least, float most, string name) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must lie in [{least}, {most}], but was {value}.")
            );
}
