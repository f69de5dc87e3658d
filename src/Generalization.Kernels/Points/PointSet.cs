using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Generalization.Kernels.Points;

/// <summary>The points that a kernel compares, one a row; immutable, kept in the type they came in.</summary>
/// <remarks>Images stay uint8 in memory, an eighth of float64, and are divided by 255 where a block of them is taken; raw values are taken
/// as they are.</remarks>
public sealed class PointSet : IDisposable
{
    private readonly Tensor values; // (n, d), uint8, float32 or float64, on the CPU
    private readonly double divisor;
    private readonly int pieces;
    private readonly Tensor? squares; // (n), float64, of bytes: they would cost a tile's conversion three times over

    private PointSet(Tensor owned, double divisor)
    {
        values = owned.DetachFromDisposeScope();
        this.divisor = divisor;
        if (owned.dtype == ScalarType.Byte)
            (squares, pieces) = ExactProducts.Prepare(owned, divisor);
        if (Count >= 1 && Dimension >= 1)
            return;
        var (count, dimension) = (Count, Dimension);
        Dispose();
        throw new ArgumentException($"A set of points needs at least one row and one column, but had {count} and {dimension}.");
    }

    /// <summary>n.</summary>
    public int Count => (int)values.shape[0];

    /// <summary>d.</summary>
    public int Dimension => (int)values.shape[1];

    /// <summary>The memory of the points, in bytes.</summary>
    public long Bytes => values.shape[0] * values.shape[1] * values.element_size();

    internal Tensor Values => values;

    internal double Divisor => divisor;

    internal static PointSet FromFile(Tensor owned, double divisor) => new(owned, divisor);

    /// <summary>The images of a data set, each a row of C · H · W pixels divided by 255, or of raw values as they are.</summary>
    /// <param name="images">The images, which are copied.</param>
    public static PointSet Of(Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var owned = images.Pixels.ToTensor(0, images.Count).view(images.Count, images.Shape.Size); // (n, d)
        return new PointSet(owned, images.Pixels.Scale.Divisor());
    }

    /// <summary>The features of images, or their pixels where there is no feature map.</summary>
    /// <inheritdoc cref="OfFeatures"/>
    public static PointSet Of(
        FeatureMap? features,
        Dataset images,
        Device? device = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    ) => features is null ? Of(images) : OfFeatures(features, images, device, progress, token);

    /// <summary>The features of images, computed block by block and kept as float32.</summary>
    /// <param name="features">The feature map.</param>
    /// <param name="images">The images.</param>
    /// <param name="device">Where to compute. Default: the CPU.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    public static PointSet OfFeatures(
        FeatureMap features,
        Dataset images,
        Device? device = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var owned = empty([images.Count, features.Dimension], ScalarType.Float32);
        long column = 0;
        for (var block = 0; block < features.BlockCount; block++)
        {
            progress?.Report(new SolverProgress(SolverPhase.Features, block, features.BlockCount));
            using var computed = features.Block(block, images, device, token);
            using var target = owned.narrow(1, column, computed.shape[1]);
            target.copy_(computed);
            column += computed.shape[1];
        }

        progress?.Report(new SolverProgress(SolverPhase.Features, features.BlockCount, features.BlockCount));
        return new PointSet(owned, 1);
    }

    /// <summary>The caller's points, which are copied.</summary>
    /// <param name="points">(n, d), float32 or float64, finite.</param>
    /// <exception cref="ArgumentException">The shape or type is another, or a value is not finite.</exception>
    public static PointSet Of(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.shape.Length != 2)
            throw new ArgumentException(
                "Points must have the shape (n, d), but had " + $"({string.Join(", ", points.shape)}).",
                nameof(points)
            );
        if (points.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"Points must be float32 or float64, but were {points.dtype}.", nameof(points));
        using var scope = NewDisposeScope();
        using var none = no_grad();
        // Row-major whatever the caller's strides are: rows are read as bytes.
        var owned = empty(points.shape, points.dtype, CPU).copy_(points);
        ThrowIfNotFinite(owned, nameof(points));
        return new PointSet(owned, 1);
    }

    /// <summary>The caller's points, which are copied.</summary>
    /// <param name="points">n rows of d finite values.</param>
    /// <exception cref="ArgumentException">There is none, or a value is not finite.</exception>
    public static PointSet Of(double[,] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var scope = NewDisposeScope();
        var owned = empty([points.GetLength(0), points.GetLength(1)], ScalarType.Float64);
        TensorMemory.Copy(points, owned);
        ThrowIfNotFinite(owned, nameof(points));
        return new PointSet(owned, 1);
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
            return new PointBlock(rows.to(ScalarType.Float32), divisor, exactSquares, pieces);
        var own = rows.to(type, device, true); // (count, d)
        return new PointBlock(divisor == 1 ? own : own.DividedByInPlace(divisor));
    }

    /// <summary>The first two rows that are the same, bit by bit, in the order of the later one; null where all differ.</summary>
    /// <remarks>O(n d), by a hash of each row; rows of equal hashes are compared in full.</remarks>
    public (int First, int Second)? FindIdentical()
    {
        var seen = new Dictionary<ulong, List<int>>(Count);
        for (var i = 0; i < Count; i++)
        {
            var hash = Hash(Row(i));
            if (!seen.TryGetValue(hash, out var alike))
                seen[hash] = alike = [];
            foreach (var j in alike)
                if (Row(i).SequenceEqual(Row(j)))
                    return (j, i);
            alike.Add(i);
        }

        return null;
    }

    /// <summary>Frees the points.</summary>
    public void Dispose()
    {
        values.Dispose();
        squares?.Dispose();
    }

    // Rows one at a time: a span over all of them ends at 2 GiB.
    private unsafe ReadOnlySpan<byte> Row(int index)
    {
        var width = (int)(Bytes / Count);
        return new ReadOnlySpan<byte>(TensorMemory.Pointer(values) + (long)index * width, width);
    }

    private static ulong Hash(ReadOnlySpan<byte> row)
    {
        var hash = 0xcbf29ce484222325;
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        foreach (var word in words)
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;
        foreach (var last in row[(words.Length * sizeof(ulong))..])
            hash = (hash ^ last) * 0x100000001b3;
        return hash;
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
