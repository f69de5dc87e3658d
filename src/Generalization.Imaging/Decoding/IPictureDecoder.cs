namespace Generalization.Imaging.Decoding;

/// <summary>Decodes parts of pictures; many threads may use one at once.</summary>
public interface IPictureDecoder
{
    /// <summary>Decodes the part of a picture that is asked for.</summary>
    /// <param name="encoded">The picture's file.</param>
    /// <param name="part">Says which part, when it is told the picture's rows and columns.</param>
    /// <param name="request">How it is decoded.</param>
    /// <returns>The part's pixels, which the caller disposes.</returns>
    /// <exception cref="DamagedPictureException">The picture cannot be decoded, or has too many pixels.</exception>
    DecodedPart Decode(ReadOnlyMemory<byte> encoded, Func<int, int, PictureBox> part, DecodeRequest request);
}
