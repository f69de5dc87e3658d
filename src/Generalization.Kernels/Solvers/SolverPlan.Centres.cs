using System.Globalization;
using TorchSharp;

namespace Generalization.Kernels.Solvers;

public sealed partial record SolverPlan
{
    /// <summary>Plans a regression on centres that are not its training points: an LU factorization of a square matrix, in
    /// memory.</summary>
    /// <param name="count">n, the number of training points and of centres.</param>
    /// <param name="dimension">d, the length of a point.</param>
    /// <param name="outputs">The columns of all the targets together. Default: 10.</param>
    /// <param name="options">How to solve: directly, in float64, without a ridge. Default: so.</param>
    /// <param name="beside">Memory that is needed beside the solver's, in bytes, within the same limit: that of points and centres.
    /// Default: 0.</param>
    /// <exception cref="ArgumentException">The options ask for another solver, another precision, a ridge, or leaving one out.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="MemoryLimitException">The memory does not suffice, or is not given for another device than the CPU.</exception>
    public static SolverPlan ForCentres(int count, int dimension, int outputs = 10, SolverOptions? options = null, long beside = 0)
    {
        options ??= new SolverOptions();
        if (options.Solver != KernelSolver.Direct || options.Precision != SolverPrecision.Float64 || options.Ridge > 0)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Centres that are not the training points need the direct solver in float64 without a ridge, but the solver was "
                        + $"{options.Solver.ToString().ToLowerInvariant()}, the precision "
                        + $"{options.Precision.ToString().ToLowerInvariant()} "
                        + $"and the ridge {options.Ridge}."
                ),
                nameof(options)
            );
        if (options.LeaveOneOut)
            throw new ArgumentException(
                "Leaving one out is for centres that are the training points, since other centres stay when a point goes; set "
                    + $"{nameof(SolverOptions.LeaveOneOut)} to false.",
                nameof(options)
            );
        if (count < 1 || dimension < 1 || outputs < 1)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"Points, their dimension and the outputs must be at least 1, but were {count}, {dimension} and {outputs}."
            );
        var layout = new TriangleLayout(count, Math.Min(options.Tile ?? TriangleLayout.DefaultTile(count), count));
        var plan = new SolverPlan(options, layout)
        {
            Beside = beside,
            PointBlocks = 2L * PointsAtOnce * dimension * sizeof(double),
            GramOperations = 2.0 * count * count * dimension,
            FactorOperations = 2 * Math.Pow(count, 3) / 3,
            GroupPanels = layout.PanelCount,
            IsForCentres = true,
            Reason = "direct, an LU factorization of a square matrix in float64, in memory",
        };
        // The matrix and its factors, since libtorch factorizes a copy; targets and coefficients.
        var bytes = 2L * count * count * sizeof(double) + 4L * count * outputs * sizeof(double) + beside + plan.PointBlocks;
        if (options.Memory is null && options.Device.type != DeviceType.CPU)
            throw new MemoryLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Solving for {count} centres takes {bytes / 1e9:F2} GB, but how much "
                        + $"{options.Device.type.ToString().ToLowerInvariant()} has cannot be asked for here; "
                        + $"set Memory to what it may take."
                ),
                bytes,
                0
            );
        MemoryLimitException.ThrowIfAbove($"Solving for {count} centres", bytes, "take fewer points", options.Memory);
        return plan with { Bytes = bytes };
    }
}
