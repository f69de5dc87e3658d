using System.Buffers;

namespace Generalization.Imaging.Decoding;

/// <summary>Decoded pixels of a part of a picture, four bytes each: red, green, blue and one that means nothing.</summary>
/// <remarks>Its memory is lent and goes back when it is disposed.</remarks>
public sealed class DecodedPart : IDisposable
{
    private byte[]? memory;

    internal byte[] Memory => memory ?? throw new ObjectDisposedException(nameof(DecodedPart));

    /// <summary>Takes memory for pixels.</summary>
    /// <param name="rows">Rows that are decoded.</param>
    /// <param name="columns">Columns that are decoded.</param>
    /// <param name="box">The part among them.</param>
    public DecodedPart(int rows, int columns, PictureBox box)
    {
        if (!box.IsIn(rows, columns))
            throw new ArgumentOutOfRangeException(nameof(box), $"The part must lie in {rows}×{columns} pixels, but was {box}.");
        (Columns, Box, Bytes) = (columns, box, checked(4 * rows * columns));
        memory = ArrayPool<byte>.Shared.Rent(Bytes);
    }

    /// <summary>The part among the pixels that were decoded.</summary>
    public PictureBox Box { get; }

    /// <summary>The columns that were decoded; a row has 4 · Columns bytes.</summary>
    public int Columns { get; }

    /// <summary>What was decoded, row after row; the part is <see cref="Box"/> of it.</summary>
    /// <exception cref="ObjectDisposedException">The memory went back.</exception>
    public Span<byte> Pixels => Memory.AsSpan(0, Bytes);

    private int Bytes { get; }

    /// <summary>A row of the part, 4 · <see cref="PictureBox.Width"/> bytes.</summary>
    /// <param name="row">The row, from 0.</param>
    public ReadOnlySpan<byte> Row(int row) => Pixels.Slice(4 * ((Box.Top + row) * Columns + Box.Left), 4 * Box.Width);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (memory is { } lent)
            ArrayPool<byte>.Shared.Return(lent);
        memory = null;
    }
}
