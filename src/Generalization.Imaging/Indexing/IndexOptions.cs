namespace Generalization.Imaging.Indexing;

/// <summary>How a folder of pictures is indexed.</summary>
public sealed record IndexOptions
{
    /// <summary>How pictures are looked at. Default: by their lengths.</summary>
    public PictureCheck Check { get; init; } = PictureCheck.Lengths;

    /// <summary>What becomes of those that are damaged. Default: they are refused.</summary>
    public DamagedPictures Damaged { get; init; } = DamagedPictures.Refuse;

    /// <summary>Whether symbolic links may lead out of the folder. Default: false.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>The file that keeps the index. Default: null, .pictures.index in the folder, or a file in the user's cache where the
    /// folder cannot be written to.</summary>
    public string? IndexFile { get; init; }

    // The first version's indexes do not say when a picture that was passed over changes; they are made anew.
    internal string Words =>
        $"check {Check}, damaged {Damaged}{(Damaged == DamagedPictures.PassOver ? " until changed" : "")}"
        + (FollowLinks ? ", links followed" : "");
}
