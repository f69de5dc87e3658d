using System.Buffers;
using System.Runtime.InteropServices;
using Generalization.Data;

namespace Generalization.Imaging.Decoding;

/// <summary>Makes an image of a picture: decodes the part that is seen and stretches it, in one pass into the image's memory.</summary>
internal static class PictureReader
{
    /// <summary>Writes an image.</summary>
    /// <param name="decoder">What decodes.</param>
    /// <param name="encoded">The picture's file.</param>
    /// <param name="view">What is seen.</param>
    /// <param name="part">The part, of the picture's rows and columns.</param>
    /// <param name="image">Takes C · H · W values of the view's type.</param>
    /// <exception cref="DamagedPictureException">The picture cannot be decoded, or has too many pixels.</exception>
    public static void Read(
        IPictureDecoder decoder,
        ReadOnlyMemory<byte> encoded,
        PictureView view,
        Func<int, int, PictureBox> part,
        Span<byte> image
    )
    {
        var request = new DecodeRequest(view.MostPixels, view.Turns, view.Shrinks ? view.Height : 0, view.Shrinks ? view.Width : 0);
        using var decoded = decoder.Decode(encoded, part, request);
        if (view.Type == PixelType.Float32)
        {
            BilinearResize.To(decoded, view, MemoryMarshal.Cast<byte, float>(image));
            return;
        }

        var values = ArrayPool<float>.Shared.Rent(image.Length);
        try
        {
            BilinearResize.To(decoded, view, values.AsSpan(0, image.Length));
            // What lies between two bytes is one of 0–255 again. At 2²³ float32 has whole numbers only: adding it rounds, ties to even.
            const float wholes = 1 << 23;
            for (var i = 0; i < image.Length; i++)
                image[i] = (byte)BitConverter.SingleToInt32Bits(values[i] + wholes);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(values);
        }
    }
}
