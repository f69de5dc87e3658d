namespace Generalization.Imaging.Decoding;

/// <summary>The pictures that SkiaSharp decodes, by the ends of their names.</summary>
internal static class PictureFormats
{
    private static readonly string[] Extensions =
    [
        ".png",
        ".apng",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".pjpeg",
        ".pjp",
        ".bmp",
        ".gif",
        ".webp",
        ".ico",
        ".wbmp",
    ];

    /// <summary>For messages.</summary>
    public static string Names { get; } = string.Join(", ", Extensions.Select(e => "*" + e));

    /// <summary>Whether a file is a picture by its name, in any case.</summary>
    public static bool Has(string file) => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant());
}
