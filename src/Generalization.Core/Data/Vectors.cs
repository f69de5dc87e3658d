using System.Numerics;
using System.Runtime.InteropServices;

namespace Generalization.Data;

/// <summary>Checks of callers' numbers.</summary>
internal static class Vectors
{
    // Images of 0–1 lie within, and standardized ones within the second where some are negative; of 0–255 only the blackest do.
    private const double LeastScaled = -10,
        MostScaled = 1.5,
        MostStandardized = 10;

    /// <summary>N rows of finite values, copied one after another.</summary>
    public static T[] Rows<T>(T[,] values, int count, string what, string parameter)
        where T : unmanaged, INumber<T>
    {
        var width = values.GetLength(1);
        if (values.GetLength(0) != count || width < 1)
            throw new ArgumentException(
                $"There must be {count} rows of at least one {what}, but there were {values.GetLength(0)} of {width}.",
                parameter
            );
        if (values.LongLength > Array.MaxLength)
            throw new ArgumentException(
                $"At most {Array.MaxLength} values are held in one set, but there were {values.LongLength}.",
                parameter
            );
        var copy = new T[values.Length];
        for (var i = 0; i < count; i++)
            MemoryMarshal.CreateReadOnlySpan(ref values[i, 0], width).CopyTo(copy.AsSpan(i * width));
        for (var i = 0; i < copy.Length; i++)
            if (!T.IsFinite(copy[i]))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Each {what} must be finite, but that in row {i / width}, column {i % width} was {copy[i]}."
                    ),
                    parameter
                );
        return copy;
    }

    /// <summary>The scale of floats: as stated, or 0–255 where they do not look scaled already.</summary>
    public static PixelScale ScaleOf<T>(ReadOnlySpan<T> pixels, PixelScale? stated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (!T.IsFinite(pixels[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"Pixels must be finite, but pixel {i} was {pixels[i]}."),
                    nameof(pixels)
                );
            var value = double.CreateChecked(pixels[i]);
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (stated is null && least >= LeastScaled && (most <= MostScaled || (least < 0 && most <= MostStandardized)))
            throw new ArgumentException(
                "Pixels are 0–255 unless said otherwise, and are divided by 255, but all of them lie in "
                    + (most <= MostScaled ? "[−10, 1.5]: " : "[−10, 10], some below 0: ")
                    + "say PixelScale.Raw to have them taken as they are, or PixelScale.Bytes if they are meant to be divided.",
                nameof(pixels)
            );
        return stated ?? PixelScale.Bytes;
    }
}
