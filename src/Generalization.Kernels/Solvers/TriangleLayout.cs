namespace Generalization.Kernels.Solvers;

/// <summary>How the lower triangle of a symmetric n × n matrix lies in memory: panels of whole rows, each as wide as its diagonal tile
/// reaches.</summary>
/// <remarks>Panel i holds the rows from i·tile on, and the columns from 0 to its last row. So a panel's product with an earlier one is one
/// wide matrix product, and a factorization reads earlier panels in their order. The half tiles above the diagonal are the only
/// waste.</remarks>
/// <param name="Count">n, at least 1.</param>
/// <param name="Tile">Rows in a panel, at least 1.</param>
internal sealed record TriangleLayout(int Count, int Tile)
{
    public int PanelCount => (Count + Tile - 1) / Tile;

    public int First(int panel) => panel * Tile;

    public int Rows(int panel) => Math.Min(Tile, Count - First(panel));

    public int Columns(int panel) => First(panel) + Rows(panel);

    public long Elements(int panel) => (long)Rows(panel) * Columns(panel);

    public long Elements() => ElementsBefore(PanelCount);

    public long ElementsBefore(int panel)
    {
        long sum = 0;
        for (var i = 0; i < panel; i++)
            sum += Elements(i);
        return sum;
    }

    /// <summary>A tile that keeps products wide and the waste above the diagonal small.</summary>
    public static int DefaultTile(int count) => Math.Clamp((count / 24 + 127) / 128 * 128, 128, 2048);
}
