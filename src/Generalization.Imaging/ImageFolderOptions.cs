using Generalization.Imaging.Decoding;

namespace Generalization.Imaging;

/// <summary>How the pictures of a folder become images of one shape.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Rows and columns that each picture is resized to (linear, over halved copies where it shrinks); null asks that all have the
    /// first one's size. Default: null.</summary>
    public (int Height, int Width)? Size
    {
        get;
        init =>
            field = value is null or { Height: >= 1, Width: >= 1 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Size),
                    $"Size must be at least 1×1, but was {value.Value.Height}×{value.Value.Width}."
                );
    }

    /// <summary>3 for colour, 1 for grey (0.299 R + 0.587 G + 0.114 B). Default: 3.</summary>
    public int Channels
    {
        get;
        init =>
            field = value is 1 or 3
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Channels), $"Channels must be 1 or 3, but was {value}.");
    } = 3;

    /// <summary>The most pixels that a picture may have; a file that claims more is refused before memory is taken. Default: 2²⁴, 4,096 ×
    /// 4,096.</summary>
    public int MostPixels
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(MostPixels), $"MostPixels must be at least 1, but was {value}.");
    } = 1 << 24;

    /// <summary>The share of each class's pictures that becomes the test set where the folder has none, in (0, 1); at least one picture of
    /// each class and at most all but one. Default: null, the folder has a test set.</summary>
    public double? TestShare
    {
        get;
        init =>
            field = value is null or (> 0 and < 1)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(TestShare),
                    FormattableString.Invariant($"TestShare must lie in (0, 1), but was {value}.")
                );
    }

    /// <summary>Decides which pictures <see cref="TestShare"/> holds out. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether pictures are decoded when they are read instead of being held in memory, to the same bits: data of any size, of
    /// which a training holds the batches that are ahead. Default: false.</summary>
    public bool Streams { get; init; }

    /// <summary>Which part of each picture is seen, at which size, in place of <see cref="Size"/> and <see cref="Channels"/>: pictures of
    /// mixed sizes of which each epoch of training sees another part, for example. They are streamed then. Default: null, each whole
    /// picture.</summary>
    public PictureView? View { get; init; }

    /// <summary>Whether symbolic links may lead out of the folder. Default: false, such a link is refused; one within the folder is
    /// followed.</summary>
    public bool FollowLinks { get; init; }
}
