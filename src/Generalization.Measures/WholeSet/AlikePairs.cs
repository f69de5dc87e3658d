using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Measures.WholeSet;

/// <summary>All pairs of sketches that correlate by at least so much, tile by tile of their products.</summary>
internal static class AlikePairs
{
    private const int Rows = 2048,
        Columns = 4096;

    /// <summary>The number of tiles that <see cref="ForEachTile"/> goes through.</summary>
    public static int Tiles(int count) => Places(count).Count();

    /// <summary>Shows the pairs (i, j), i &lt; j, of each tile, sorted.</summary>
    /// <param name="sketches">(N, d), rows of length 1 or 0.</param>
    /// <param name="least">The correlation.</param>
    /// <param name="look">Sees a tile's pairs.</param>
    /// <param name="token">Ends the work early.</param>
    public static void ForEachTile(Tensor sketches, double least, Action<(int First, int Second)[]> look, CancellationToken token)
    {
        var count = (int)sketches.shape[0];
        var cut = (float)least;
        foreach (var (top, left) in Places(count))
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var rows = sketches.narrow(0, top, Math.Min(Rows, count - top)); // (r, d)
            var columns = sketches.narrow(0, left, Math.Min(Columns, count - left)); // (s, d)
            var tile = rows.matmul(columns.t()); // (r, s)
            var found = new ConcurrentBag<(int, int)>();
            Parallel.For(0, (int)tile.shape[0], r => Scan(tile, r, top, left, cut, found));
            var pairs = found.ToArray();
            Array.Sort(pairs);
            look(pairs);
        }
    }

    // Tiles on and above the diagonal.
    private static IEnumerable<(int Top, int Left)> Places(int count)
    {
        for (var top = 0; top < count; top += Rows)
        for (var left = top / Columns * Columns; left < count; left += Columns)
            yield return (top, left);
    }

    private static void Scan(Tensor tile, int r, int top, int left, float cut, ConcurrentBag<(int, int)> found)
    {
        var width = (int)tile.shape[1];
        var row = MemoryMarshal.Cast<byte, float>(tile.bytes).Slice(r * width, width);
        var least = new Vector<float>(cut);
        var begin = Math.Max(0, top + r + 1 - left);
        for (var s = begin; s < width; )
        {
            var end = s + Vector<float>.Count;
            if (end <= width && !Vector.GreaterThanOrEqualAny(new Vector<float>(row[s..]), least))
            {
                s = end;
                continue;
            }

            for (end = Math.Min(end, width); s < end; s++)
                if (row[s] >= cut)
                    found.Add((top + r, left + s));
        }
    }
}
