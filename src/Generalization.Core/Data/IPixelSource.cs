namespace Generalization.Data;

/// <summary>The pixels of N images (or the values of N vectors). They lie in memory, or are made when they are read.</summary>
/// <remarks>An image has the same bits at each reading, in any order and on any number of threads. Many threads may call all members at
/// once. A selection or a corruption wraps a source and is a source again.</remarks>
public interface IPixelSource
{
    /// <summary>N.</summary>
    int Count { get; }

    /// <summary>The shape of each image.</summary>
    ImageShape Shape { get; }

    /// <summary>The type of each value.</summary>
    PixelType Type { get; }

    /// <summary>What the values mean.</summary>
    PixelScale Scale { get; }

    /// <summary>Whether all pixels lie in memory, so that reading costs only a copy. Otherwise each reading makes them anew.</summary>
    bool IsResident { get; }

    /// <summary>The bytes of one image.</summary>
    int ImageBytes => Shape.Size * Type.Size();

    /// <summary>The bytes of all images; more than 2³¹ for a large set, so that no one span holds them.</summary>
    long Bytes => (long)Count * ImageBytes;

    /// <summary>Reads some images, in the order given.</summary>
    /// <param name="positions">Positions in [0, N); one may come twice.</param>
    /// <param name="target">Takes positions · C · H · W values in the machine's own byte order, each image (C, H, W).</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside [0, N).</exception>
    /// <exception cref="ArgumentException">The target has another length.</exception>
    /// <exception cref="IOException">A source that reads files cannot.</exception>
    void Read(ReadOnlySpan<int> positions, Span<byte> target);

    /// <summary>Reads neighbouring images.</summary>
    /// <param name="first">The first one's position.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Takes count · C · H · W values, as in <see cref="Read(ReadOnlySpan{int}, Span{byte})"/>.</param>
    void Read(int first, int count, Span<byte> target)
    {
        var positions = new int[count];
        for (var i = 0; i < count; i++)
            positions[i] = first + i;
        Read(positions, target);
    }

    /// <summary>All values, N · C · H · W, where they lie in memory in that type; otherwise null.</summary>
    /// <typeparam name="T">byte, float or double.</typeparam>
    ReadOnlyMemory<T>? Memory<T>()
        where T : unmanaged => null;

    /// <summary>Words that replace an image's bytes in the hash of its data set: for example its file's name and length, and what was done
    /// to it. Null (default): its bytes are hashed.</summary>
    /// <remarks>All images of a source have one or none has. It is the image's and not its position's, so that a selection of images has
    /// the same ones.</remarks>
    /// <param name="position">The position.</param>
    string? Identity(int position) => null;

    /// <summary>Which part of each picture evaluation sees and how it is resized, in the words of who reads pictures. A network that is
    /// kept has these words with it, so that it sees new pictures in the same way. Null (default): there is nothing to say.</summary>
    string? View => null;

    /// <summary>Whether an epoch of training sees other pixels than evaluation, drawn anew in each: another part of each picture, for
    /// example. Default: false.</summary>
    /// <remarks>Such a source lies in no memory. What it reads by itself is what evaluation sees.</remarks>
    bool DrawsInEpoch => false;

    /// <summary>The images as an epoch of training sees them: as many, of the same shape, type and scale. Default: this source, whose
    /// images are the same in each epoch.</summary>
    /// <remarks>An image's draws depend on (seed, epoch) and on the image's own key, not on its position, so that a selection draws what
    /// the whole would.</remarks>
    /// <param name="seed">The training's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    IPixelSource InEpoch(ulong seed, int epoch) => this;
}
