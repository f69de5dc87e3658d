using Generalization.Data;
using Generalization.Torch;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Generalization.Kernels.Points;

/// <summary>Points as a kernel compares them: a <see cref="PointRows"/> as a tensor, of which blocks are taken, scaled and in the type that
/// is computed in; immutable.</summary>
/// <remarks>Rows stay in the type they came in, and those of a data set where they are: uint8 images take an eighth of float64, and are
/// divided by 255 where a block of them is taken.</remarks>
public sealed class PointSet : IDisposable
{
    private readonly Tensor values; // (n, d), uint8, float32 or float64, on the CPU
    private readonly int pieces;
    private readonly Tensor? squares; // (n), float64, of bytes: they would cost a tile's conversion three times over

    private PointSet(PointRows rows, Tensor values)
    {
        (Rows, this.values) = (rows, values.DetachFromDisposeScope());
        if (rows.AreBytes)
            (squares, pieces) = ExactProducts.Prepare(values, rows.Divisor);
    }

    /// <summary>The rows; usable as long as the set is not disposed.</summary>
    public PointRows Rows { get; }

    /// <summary>n.</summary>
    public int Count => Rows.Count;

    /// <summary>d.</summary>
    public int Dimension => Rows.Dimension;

    /// <summary>The memory of the points, in bytes.</summary>
    public long Bytes => Rows.Bytes;

    internal Tensor Values => values;

    internal bool IsDisposed => values.IsInvalid;

    /// <summary>Points of a tensor that is the set's from here on.</summary>
    internal static PointSet Owning(Tensor owned, double divisor)
    {
        try
        {
            return new PointSet(PointRows.Of(owned, divisor), owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>The examples of a data set, each a row of C · H · W pixels divided by 255, or of raw values as they are.</summary>
    /// <param name="images">The examples, which are not copied where they are in memory.</param>
    public static PointSet Of(Dataset images)
    {
        var rows = PointRows.Of(images);
        return new PointSet(rows, rows.ToTensor());
    }

    /// <summary>The rows of any points, divided by their divisor, seen where they lie: an array is pinned as long as the set
    /// lives.</summary>
    /// <param name="rows">n points, finite; what they are made of must not change.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static PointSet Of(PointRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        var tensor = rows.ToTensor();
        if (!rows.AreBytes)
            ThrowIfNotFinite(tensor, nameof(rows));
        return new PointSet(rows, tensor);
    }

    /// <summary>The caller's points, which are copied.</summary>
    /// <param name="points">(n, d), float32 or float64, finite.</param>
    /// <exception cref="ArgumentException">The shape or type is another, or a value is not finite.</exception>
    public static PointSet Of(Tensor points)
    {
        TensorMemory.ThrowIfUnreadable(points, "points", nameof(points));
        if (points.shape.Length != 2)
            throw new ArgumentException($"Points must have the shape (n, d), but had ({string.Join(", ", points.shape)}).", nameof(points));
        if (points.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"Points must be float32 or float64, but were {points.dtype}.", nameof(points));
        using var scope = NewDisposeScope();
        using var none = no_grad();
        // Row-major whatever the caller's strides are: rows are read as bytes.
        var owned = empty(points.shape, points.dtype, CPU).copy_(points);
        ThrowIfNotFinite(owned, nameof(points));
        return Owning(owned, 1);
    }

    /// <summary>The caller's points, which are copied.</summary>
    /// <param name="points">n rows of d finite values.</param>
    /// <exception cref="ArgumentException">There is none, or a value is not finite.</exception>
    public static PointSet Of(double[,] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        var owned = empty([points.GetLength(0), points.GetLength(1)], ScalarType.Float64);
        TensorMemory.Copy(points, owned);
        ThrowIfNotFinite(owned, nameof(points));
        return Owning(owned, 1);
    }

    /// <summary>The caller's points, which are copied.</summary>
    /// <param name="points">n rows of d finite values.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static PointSet Of(Matrix<double> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Of(points.ToArray());
    }

    /// <summary>Some of the points, scaled and in the type that a kernel computes in.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where. Default: the CPU.</param>
    /// <returns>The block; the caller's.</returns>
    public PointBlock Block(long first, long count, ScalarType type = ScalarType.Float64, Device? device = null)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        return Block(values.narrow(0, first, count), squares?.narrow(0, first, count), type, device ?? CPU);
    }

    /// <summary>Some of the points, in the order given.</summary>
    internal PointBlock Select(int[] positions, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var at = tensor(positions.Select(i => (long)i).ToArray());
        return Block(values.index_select(0, at), squares?.index_select(0, at), type, CPU);
    }

    private PointBlock Block(Tensor rows, Tensor? exactSquares, ScalarType type, Device device)
    {
        if (exactSquares is not null && type == ScalarType.Float64 && device.type == TorchSharp.DeviceType.CPU)
            return new PointBlock(rows.to(ScalarType.Float32), Rows.Divisor, exactSquares, pieces);
        var own = rows.to(type, device, true); // (count, d)
        return new PointBlock(Rows.Divisor == 1 ? own : own.DividedByInPlace(Rows.Divisor));
    }

    /// <summary>The first two rows that are the same, bit by bit, in the order of the later one; null where all differ.</summary>
    /// <remarks>O(n d), by a hash of each row; rows of equal hashes are compared in full.</remarks>
    public (int First, int Second)? FindIdentical() => Rows.FindIdentical();

    /// <summary>Frees the tensors; a data set or a caller's array stays.</summary>
    public void Dispose()
    {
        values.Dispose();
        squares?.Dispose();
    }

    private static void ThrowIfNotFinite(Tensor owned, string name)
    {
        for (long first = 0; first < owned.shape[0]; first += 4096)
        {
            using var scope = NewDisposeScope();
            var rows = owned.narrow(0, first, Math.Min(4096, owned.shape[0] - first));
            if (rows.isfinite().all().item<bool>())
                continue;
            var at = rows.isfinite().logical_not().nonzero()[0].data<long>().ToArray();
            var (row, column) = (first + at[0], at[1]);
            var value = owned[row, column].to(ScalarType.Float64).item<double>();
            owned.Dispose();
            throw new ArgumentException(
                FormattableString.Invariant($"Points must be finite, but row {row}, column {column} was {value}."),
                name
            );
        }
    }
}
