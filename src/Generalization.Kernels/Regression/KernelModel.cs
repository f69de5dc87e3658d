using System.Globalization;
using Generalization.Files;
using Generalization.Identity;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>A fitted kernel regression: f(x) = Σᵢ αᵢ k(x, xᵢ), to predict with, keep and load.</summary>
public sealed class KernelModel : IDisposable
{
    private const int PieceRows = 512,
        PieceColumns = 1024;
    private readonly double[,] coefficients;
    private readonly bool owned;

    /// <summary>A model of a kernel, its training points or other centres, and a solution.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">The training points or centres, which stay the caller's and must outlive the model.</param>
    /// <param name="solution">The solution.</param>
    /// <exception cref="ArgumentException">The solution is for another number of points.</exception>
    public KernelModel(Kernel kernel, PointSet points, KernelSolution solution)
        : this(kernel, points, (solution ?? throw new ArgumentNullException(nameof(solution))).Coefficients, owned: false) { }

    private KernelModel(Kernel kernel, PointSet points, double[,] coefficients, bool owned)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        if (coefficients.GetLength(0) != points.Count)
            throw new ArgumentException(
                $"The solution must have a coefficient for each of the {points.Count} " + $"points, but had {coefficients.GetLength(0)}.",
                nameof(coefficients)
            );
        (Kernel, Points, this.coefficients, this.owned) = (kernel, points, coefficients, owned);
    }

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; }

    /// <summary>The training points, or the centres in their place.</summary>
    public PointSet Points { get; }

    /// <summary>c.</summary>
    public int Outputs => coefficients.GetLength(1);

    /// <summary>f(x) for new points, a block at a time.</summary>
    /// <param name="points">m points of the training points' dimension.</param>
    /// <param name="device">Where to compute. Default: the CPU.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>(m, c).</returns>
    /// <exception cref="ArgumentException">The dimension is another.</exception>
    /// <exception cref="ObjectDisposedException">The model's points or the new ones were disposed.</exception>
    /// <exception cref="FaultyPartException">libtorch refuses what the caller's own kernel asks for.</exception>
    public double[,] Predict(
        PointSet points,
        Device? device = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(points);
        ObjectDisposedException.ThrowIf(Points.IsDisposed, this);
        ObjectDisposedException.ThrowIf(points.IsDisposed, points);
        if (points.Dimension != Points.Dimension)
            throw new ArgumentException(
                $"Points must have the training points' dimension {Points.Dimension}, but had {points.Dimension}.",
                nameof(points)
            );
        using var scope = NewDisposeScope();
        device ??= TorchBackend.Cpu;
        var alpha = TargetMatrix.ToTensor(coefficients, device);
        var result = zeros([points.Count, Outputs], ScalarType.Float64, device);
        var total = 2.0 * points.Count * Points.Count * Points.Dimension;
        double done = 0;
        // The training points outside: their blocks, the many, are converted once.
        for (var column = 0; column < Points.Count; column += PieceColumns)
        {
            using var step = NewDisposeScope();
            using var columns = Points.Block(column, Math.Min(PieceColumns, Points.Count - column), ScalarType.Float64, device);
            for (var row = 0; row < points.Count; row += PieceRows)
            {
                token.ThrowIfCancellationRequested();
                using var piece = NewDisposeScope();
                using var rows = points.Block(row, Math.Min(PieceRows, points.Count - row), ScalarType.Float64, device);
                var tile = empty([rows.Count, columns.Count], ScalarType.Float64, device);
                KernelCall.Fill(Kernel, tile, rows, columns);
                result.narrow(0, row, rows.Count).addmm_(tile, alpha.narrow(0, column, columns.Count));
                progress?.Report(
                    new SolverProgress(SolverPhase.Predict, done += 2.0 * rows.Count * columns.Count * Points.Dimension, total)
                );
            }
        }

        return TargetMatrix.ToArray(result);
    }

    /// <summary>Writes the kernel, the points and the coefficients to a safetensors file, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The kernel is the caller's own, which a file cannot describe.</exception>
    /// <exception cref="ObjectDisposedException">The model's points were disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ObjectDisposedException.ThrowIf(Points.IsDisposed, this);
        var metadata = KernelDescription.Of(Kernel);
        metadata["points_divisor"] = Points.Rows.Divisor.ToString("R", CultureInfo.InvariantCulture);
        using var scope = NewDisposeScope();
        SafeTensors.Write(
            path,
            new Dictionary<string, Tensor> { ["points"] = Points.Values, ["coefficients"] = TargetMatrix.ToTensor(coefficients, CPU) },
            metadata
        );
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model, which owns its points.</returns>
    /// <exception cref="SafeTensorsFormatException">The file is not such a model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KernelModel Load(string path)
    {
        using var content = SafeTensors.Read(path);
        var kernel = KernelDescription.Read(path, content.Metadata);
        if (
            !content.Tensors.TryGetValue("points", out var points)
            || !content.Tensors.TryGetValue("coefficients", out var alpha)
            || points.shape.Length != 2
            || alpha.shape.Length != 2
            || points.shape[0] != alpha.shape[0]
            || points.shape[0] < 1
            || points.shape[1] < 1
            || alpha.shape[1] < 1
            || alpha.dtype != ScalarType.Float64
            || points.dtype is not (ScalarType.Byte or ScalarType.Float32 or ScalarType.Float64)
            || !content.Metadata.TryGetValue("points_divisor", out var text)
            || !InvariantText.TryRead<double>(text, out var divisor)
            || divisor is not (1 or 255)
        )
            throw new SafeTensorsFormatException(
                path,
                "hold a kernel model: points (n, d), coefficients (n, c) in float64, and what the points are divided by",
                "it does not"
            );
        return new KernelModel(kernel, PointSet.Owning(points.clone(), divisor), TargetMatrix.ToArray(alpha), owned: true);
    }

    /// <summary>Frees the points of a loaded model; the caller's points stay.</summary>
    public void Dispose()
    {
        if (owned)
            Points.Dispose();
    }
}
