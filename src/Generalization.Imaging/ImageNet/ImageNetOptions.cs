using Generalization.Imaging.Decoding;
using Generalization.Imaging.Indexing;

namespace Generalization.Imaging.ImageNet;

/// <summary>How ImageNet is read.</summary>
public sealed record ImageNetOptions
{
    /// <summary>The data set's name, not empty; another one for other pictures in ImageNet's layout. Default: imagenet.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Name
    {
        get;
        init =>
            field = !string.IsNullOrWhiteSpace(value)
                ? value
                : throw new ArgumentException("The data set's name must not be empty; leave it out, or give one.", nameof(Name));
    } = "imagenet";

    /// <summary>Which part of each picture is seen, at which size. Default: the middle at 299×299, without augmentation;
    /// <see cref="PictureView.Distorted"/> draws another part in each epoch of training.</summary>
    public PictureView View { get; init; } = PictureView.Central();

    /// <summary>How the folder is indexed when it is opened for the first time.</summary>
    public IndexOptions Index { get; init; } = new();

    /// <summary>The text file of the validation pictures' classes, where they lie in one folder or archive. Default: null, it is looked
    /// for beside them: LOC_val_solution.csv, val.txt, val_labels.txt or imagenet_2012_validation_synset_labels.txt.</summary>
    public string? ValidationTruth { get; init; }

    /// <summary>The text file of the classes' names. Default: null, it is looked for in the folder: LOC_synset_mapping.txt,
    /// synset_words.txt or words.txt; without one the classes are called by their WordNet ids.</summary>
    public string? ClassNames { get; init; }

    /// <summary>What decodes the pictures. Default: SkiaSharp.</summary>
    public IPictureDecoder Decoder { get; init; } = new SkiaDecoder();
}
