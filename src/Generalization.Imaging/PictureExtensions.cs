using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Stores;
using Generalization.Learning;

namespace Generalization.Imaging;

/// <summary>Lets a classifier see picture files.</summary>
public static class PictureExtensions
{
    /// <summary>Predicts the classes of picture files, each seen as evaluation saw pictures
    /// (<see cref="Classifier.View"/>); without a view each whole picture is resized to <see cref="Classifier.Images"/>.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded.</exception>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="FormatException">The classifier has a view that pictures do not have.</exception>
    /// <exception cref="IOException">A file cannot be read, or is no regular file.</exception>
    public static IReadOnlyList<Prediction> Predict(this Classifier classifier, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(files);
        var images = classifier.Images;
        if (classifier.View is { } words)
        {
            string[] found = [.. files.Select(Checked)];
            if (found.Length == 0)
                return [];
            var view = PictureView.OfWords(words, images);
            return classifier.Predict(new PictureSource(new FileStore("", found), new uint[found.Length], DatasetSplit.Test, view));
        }

        var options = new ImageFolderOptions { Size = (images.Height, images.Width), Channels = images.Channels };
        (int, int)? size = options.Size;
        var all = files.SelectMany(file => ImageFile.Read(Checked(file), options, ref size));
        return classifier.Predict(PixelArray.Owning(images, all.ToArray()));
    }

    private static string Checked(string file) =>
        File.Exists(file) ? file : throw new DatasetNotFoundException(file, Path.GetFileName(file), "Name a picture that is there.");
}
