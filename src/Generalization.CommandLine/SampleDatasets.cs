using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Imaging;

namespace Generalization.CommandLine;

/// <summary>The data sets that a sample's command line may name: the known ones, and a folder of pictures.</summary>
public static class SampleDatasets
{
    internal const string Pictures = "image-folder";

    /// <summary>Their names; the first one is inside the library.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. KnownDatasets.Names, Pictures];

    /// <summary>Reads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Its own folder, or a root of such folders; not needed for the embedded one.</param>
    /// <param name="pictures">How a folder's pictures become images. Default: in colour, all of one size.</param>
    /// <param name="heard">Gets a sentence about a folder of pictures: how many were read, and what was passed over. Default:
    /// nobody.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    /// <exception cref="IOException">A folder is needed and none was given, or a file is missing or cannot be read.</exception>
    public static TrainTestData Load(string name, string? folder, ImageFolderOptions? pictures = null, Action<string>? heard = null)
    {
        if (name != Pictures)
            return KnownDatasets.Load(name, folder);
        var content = ImageFolder.Read(
            folder ?? throw new IOException($"The data set {name} needs a folder: give --data DIR or set GENERALIZATION_DATA."),
            pictures
        );
        heard?.Invoke(content.Describe());
        return content.Data;
    }
}
