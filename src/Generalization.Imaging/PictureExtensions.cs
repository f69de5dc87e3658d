using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Imaging;

/// <summary>Lets a classifier see picture files.</summary>
public static class PictureExtensions
{
    /// <summary>Predicts the classes of picture files, each resized to <see cref="Classifier.Images"/>.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded.</exception>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="IOException">A file cannot be read, or is no regular file.</exception>
    public static IReadOnlyList<Prediction> Predict(this Classifier classifier, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(files);
        var images = classifier.Images;
        var options = new ImageFolderOptions { Size = (images.Height, images.Width), Channels = images.Channels };
        (int, int)? size = options.Size;
        var all = files.SelectMany(file =>
            File.Exists(file)
                ? ImageFile.Read(file, options, ref size)
                : throw new DatasetNotFoundException(file, Path.GetFileName(file), "Name a picture that is there.")
        );
        return classifier.Predict(PixelArray.Owning(images, all.ToArray()));
    }
}
