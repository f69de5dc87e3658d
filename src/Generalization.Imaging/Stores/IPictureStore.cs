namespace Generalization.Imaging.Stores;

/// <summary>Encoded pictures: files of folders, or what lies in archives. All members may be called by many threads at once, and nothing
/// stays open between two calls.</summary>
public interface IPictureStore
{
    /// <summary>The number of pictures.</summary>
    int Count { get; }

    /// <summary>Where a picture lies, for messages: a path, or an archive's and the name in it.</summary>
    /// <param name="picture">The picture, from 0.</param>
    string NameOf(int picture);

    /// <summary>A picture's file name without its ending, which is the same however the pictures are kept.</summary>
    /// <param name="picture">The picture, from 0.</param>
    string StemOf(int picture);

    /// <summary>A picture's length in bytes.</summary>
    /// <param name="picture">The picture, from 0.</param>
    int LengthOf(int picture);

    /// <summary>Reads a picture as it is encoded.</summary>
    /// <param name="picture">The picture, from 0.</param>
    /// <param name="target">Takes as many bytes as its length says.</param>
    /// <exception cref="IOException">It cannot be read, or is no longer as long.</exception>
    void Read(int picture, Span<byte> target);
}
