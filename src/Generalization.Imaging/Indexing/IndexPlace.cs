using System.Security.Cryptography;
using System.Text;

namespace Generalization.Imaging.Indexing;

/// <summary>Where a folder's index is kept: in the folder, or in the user's cache where the folder cannot be written to.</summary>
internal static class IndexPlace
{
    private const string Name = ".pictures.index";

    /// <summary>The places that may hold an index, the first one first.</summary>
    /// <param name="root">The folder of pictures.</param>
    /// <param name="asked">The file that is asked for; null for none in particular.</param>
    public static IEnumerable<string> Of(string root, string? asked)
    {
        if (asked is not null)
            return [asked];
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var own = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(root))))[..16];
        return cache.Length == 0
            ? [Path.Combine(root, Name)]
            : [Path.Combine(root, Name), Path.Combine(cache, "generalization", "pictures", own + ".index")];
    }

    /// <summary>Keeps an index in the first place that takes it; nowhere where none does, since it is made again then.</summary>
    /// <exception cref="IOException">The file that is asked for cannot be written.</exception>
    public static void Keep(string root, string? asked, PictureIndex index)
    {
        foreach (var path in Of(root, asked))
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                PictureIndexFile.Write(path, index);
                return;
            }
            catch (Exception e) when (asked is null && e is IOException or UnauthorizedAccessException)
            {
                // The next place.
            }
    }
}
