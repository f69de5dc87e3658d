namespace Generalization.Imaging.Decoding;

/// <summary>How a picture is decoded.</summary>
/// <param name="MostPixels">The most pixels that it may have.</param>
/// <param name="Turns">Whether it is turned as its EXIF orientation asks for.</param>
/// <param name="LeastHeight">The rows that its part must keep where it may be decoded smaller; 0 where it may not. Default: 0.</param>
/// <param name="LeastWidth">The columns that its part must keep where it may be decoded smaller; 0 where it may not. Default: 0.</param>
public readonly record struct DecodeRequest(int MostPixels, bool Turns = false, int LeastHeight = 0, int LeastWidth = 0)
{
    /// <summary>Whether it may be decoded smaller.</summary>
    public bool Shrinks => LeastHeight > 0 && LeastWidth > 0;
}
