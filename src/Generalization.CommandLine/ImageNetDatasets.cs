using Generalization.Data;
using Generalization.Experiments;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;

namespace Generalization.CommandLine;

/// <summary>ImageNet and a small one for experiments that name them; pictures are decoded while a training goes on.</summary>
public static class ImageNetDatasets
{
    /// <summary>Rows and columns at which the small one is seen: the least that Inception V3 takes.</summary>
    public const int SmallSize = 75;

    // As people call it below a root of data sets.
    private static readonly string[] Names = ["imagenet", "ILSVRC2012", "ILSVRC", "imagenet-object-localization-challenge"];

    /// <summary>The catalog with imagenet, 299×299, from a folder, and small-imagenet, 75×75, which is made when it is asked for.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="folder">ImageNet's folder, or a root of data sets; null for none.</param>
    /// <param name="small">The folder for the small one, made where it is not there.</param>
    public static ExperimentCatalog WithImageNet(this ExperimentCatalog catalog, string? folder, string small)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog
            .With(
                ExperimentCatalog.ImageNet,
                () =>
                    ImageNetFolder
                        .Open(
                            FolderOf(folder)
                                ?? throw new IOException(
                                    "The data set imagenet needs a folder: give --data DIR or set GENERALIZATION_DATA."
                                ),
                            new ImageNetOptions { View = PictureView.Distorted() }
                        )
                        .Data
            )
            .With(
                ExperimentCatalog.SmallImageNet,
                () =>
                    ImageNetFolder
                        .Open(
                            Small(small),
                            new ImageNetOptions { Name = ExperimentCatalog.SmallImageNet, View = PictureView.Distorted(SmallSize) }
                        )
                        .Data
            );
    }

    /// <summary>ImageNet's folder: one of a usual name below the root that holds it, else the root itself; null where nothing is
    /// given.</summary>
    /// <param name="root">ImageNet's folder, or a root of data sets.</param>
    public static string? FolderOf(string? root) =>
        root is null ? null : Names.Select(n => Path.Combine(root, n)).FirstOrDefault(ImageNetFolder.IsIn) ?? root;

    /// <summary>Makes the small one unless it is there, aside first and then renamed, since several processes may ask for it.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">How many pictures there are. Default: 20 classes of 100 and 10.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Small(string folder, SmallImageNetOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Directory.Exists(folder))
            return folder;
        var aside = FormattableString.Invariant($"{Path.TrimEndingDirectorySeparator(folder)}.{Environment.ProcessId}");
        try
        {
            SmallImageNet.Write(aside, ImageNetLayout.Folders, options, token);
            Directory.Move(aside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster, with the same pictures.
        }
        finally
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
        }

        return folder;
    }
}
