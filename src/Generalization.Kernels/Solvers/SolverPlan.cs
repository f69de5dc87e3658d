using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Solvers;

/// <summary>What solving a kernel regression will take, known before anything is allocated.</summary>
public sealed partial record SolverPlan
{
    /// <summary>The most points in a cluster of the iterative solver's preconditioner.</summary>
    internal const int ClusterSize = 1024;

    /// <summary>The most points or centres that are compared at once where these differ.</summary>
    internal const int PointsAtOnce = 1024;

    private SolverPlan(SolverOptions options, TriangleLayout layout) => (Options, Layout) = (options, layout);

    /// <summary>The options that it was made of.</summary>
    public SolverOptions Options { get; }

    /// <summary>n.</summary>
    public int Count => Layout.Count;

    /// <summary>Rows in a panel of the matrix.</summary>
    public int Tile => Layout.Tile;

    /// <summary>The memory of the matrix and its workspace, in bytes, besides what the process holds already.</summary>
    public long Bytes { get; private init; }

    /// <summary>Bytes on disk; 0 where all fits in memory.</summary>
    public long SpilledBytes { get; private init; }

    /// <summary>Floating-point operations to fill the matrix.</summary>
    public double GramOperations { get; private init; }

    /// <summary>Floating-point operations to factorize it; 0 for the iterative solver.</summary>
    public double FactorOperations { get; private init; }

    /// <summary>Which way it goes and why, in a sentence.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>"float64"; "mixed" where a float32 factor is refined; "float32+float64" for the iterative solver's tiles and
    /// residuals.</summary>
    public string PrecisionName =>
        Options.Solver == KernelSolver.Iterative ? "float32+float64"
        : Options.Precision == SolverPrecision.Mixed ? "mixed"
        : "float64";

    internal TriangleLayout Layout { get; }

    /// <summary>Whether it is one of <see cref="ForCentres"/>.</summary>
    internal bool IsForCentres { get; private init; }

    private long Beside { get; init; }

    // A block of rows and one of columns, in float64 whatever the matrix is kept in.
    private long PointBlocks { get; init; }

    /// <summary>Panels that are factorized together; all of them where nothing spills.</summary>
    internal int GroupPanels { get; private init; }

    /// <summary>Whether the matrix stays beside its factor (mixed), or its tiles stay between iterations.</summary>
    internal bool KeepsMatrix { get; private init; }

    internal ScalarType FactorType =>
        Options.Solver == KernelSolver.Iterative || Options.Precision == SolverPrecision.Mixed ? ScalarType.Float32 : ScalarType.Float64;

    /// <summary>Plans a kernel regression.</summary>
    /// <param name="count">n, the number of training points.</param>
    /// <param name="dimension">d, the length of a point or of its features.</param>
    /// <param name="outputs">The columns of all the targets together. Default: 10.</param>
    /// <param name="options">How to solve. Default: direct, float64.</param>
    /// <param name="beside">Memory that is needed beside the solver's, in bytes, within the same limit: that of points and features.
    /// Default: 0.</param>
    /// <param name="streams">Whether features are streamed, so that no points are compared. Default: false.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">One is to be left out, and the solver is iterative.</exception>
    /// <exception cref="MemoryLimitException">The memory does not suffice for any way, or is not given for another device than the
    /// CPU.</exception>
    public static SolverPlan For(
        int count,
        int dimension,
        int outputs = 10,
        SolverOptions? options = null,
        long beside = 0,
        bool streams = false
    )
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), $"The number of points must be at least 1, but was {count}.");
        if (dimension < 1)
            throw new ArgumentOutOfRangeException(nameof(dimension), $"The dimension must be at least 1, but was {dimension}.");
        if (outputs < 1)
            throw new ArgumentOutOfRangeException(nameof(outputs), $"The number of outputs must be at least 1, but was {outputs}.");
        options ??= new SolverOptions();
        if (options is { LeaveOneOut: true, Solver: not KernelSolver.Direct })
            throw new ArgumentException(
                "Leaving one out needs the direct solver, whose factor it is computed from, but the solver was iterative; set "
                    + $"{nameof(SolverOptions.Solver)} to {nameof(KernelSolver.Direct)} or {nameof(SolverOptions.LeaveOneOut)} to false.",
                nameof(options)
            );
        var tile = options.Tile ?? TriangleLayout.DefaultTile(count);
        var layout = new TriangleLayout(count, Math.Min(tile, count));
        var plan = new SolverPlan(options, layout)
        {
            Beside = beside,
            PointBlocks = streams ? 0 : 2L * Math.Max(layout.Tile, 1024) * dimension * sizeof(double),
            GramOperations = (double)layout.Elements() * 2 * dimension,
            FactorOperations = options.Solver == KernelSolver.Direct ? Math.Pow(count, 3) / 3 : 0,
        };
        long host = (long)(0.9 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (options.Solver == KernelSolver.Iterative)
            return plan.Iterative(dimension, outputs, options.Memory ?? host);
        return plan.Direct(outputs, options.Memory ?? (options.Device.type == DeviceType.CPU ? host : null));
    }

    /// <summary>The expected time of filling and factorizing the matrix, in seconds, at a rate of matrix products; solving, iterating,
    /// verifying and predicting are not in it.</summary>
    /// <param name="operationsPerSecond">The machine's rate in the precision that it factorizes in, float32 where it is mixed; of the
    /// iterative solver, which fills tiles only, in float64.</param>
    public double ExpectedSeconds(double operationsPerSecond) => (GramOperations + FactorOperations) / operationsPerSecond;

    /// <summary>In a line: bytes, operations, the way and its reason.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"n = {Count}: {Bytes / 1e9:F2} GB of "
                + $"memory{(SpilledBytes > 0 ? FormattableString.Invariant($" and {SpilledBytes / 1e9:F2} GB on disk") : "")}, "
                + $"{(GramOperations + FactorOperations) / 1e12:F2} · 10¹² operations; {Reason}"
        );

    private static long SizeOf(ScalarType type) => type == ScalarType.Float64 ? sizeof(double) : sizeof(float);

    private SolverPlan Direct(int outputs, long? given)
    {
        var size = SizeOf(FactorType);
        var mixed = Options.Precision == SolverPrecision.Mixed;
        // Right-hand sides and solutions, one tile for a triangular solve.
        var workspace = Beside + PointBlocks + 4L * Count * outputs * sizeof(double) + (long)Tile * Tile * size;
        var packed = Layout.Elements() * size;
        var matrix = mixed ? Layout.Elements() * sizeof(double) : 0;
        var largest = Layout.Elements(Layout.PanelCount - 1) * size;
        largest = Math.Max(largest, Layout.PanelCount > 1 ? Layout.Elements(Layout.PanelCount - 2) * size : 0);
        // A panel's columns of the inverse beside the factor; what spills has the memory of its groups by then.
        var inverse = Options.LeaveOneOut ? (long)Count * Tile * size : 0;
        if (given is not { } limit)
            throw new MemoryLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Solving n = {Count} takes {(packed + matrix + inverse + workspace) / 1e9:F2} GB in memory and at least "
                        + $"{(workspace + 3 * largest) / 1e9:F2} GB when it spills, but how much "
                        + $"{Options.Device.type.ToString().ToLowerInvariant()} has cannot be asked for here; set Memory to what "
                        + $"it may take."
                ),
                workspace + 3 * largest,
                0
            );
        if (packed + matrix + inverse + workspace <= limit)
            return this with
            {
                Bytes = packed + matrix + inverse + workspace,
                GroupPanels = Layout.PanelCount,
                KeepsMatrix = mixed,
                Reason = mixed ? "direct, a float32 factor refined in float64, both in memory" : "direct in float64, in memory",
            };
        if (mixed && packed + inverse + workspace <= limit)
            return this with
            {
                Bytes = packed + inverse + workspace,
                GroupPanels = Layout.PanelCount,
                Reason =
                    "direct, a float32 factor in memory, refined in float64 from tiles computed anew, "
                    + "since the matrix does not fit beside it",
            };
        // Two panels are read from the file at a time.
        var group = (limit - workspace - 2 * largest) / largest;
        if (group < 1)
            throw new MemoryLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Solving n = {Count} needs at least {(workspace + 3 * largest) / 1e9:F2} GB even when it spills, but "
                        + $"the limit is {limit / 1e9:F2} GB; allow more, or choose smaller tiles or fewer points."
                ),
                workspace + 3 * largest,
                limit
            );
        return this with
        {
            Bytes = workspace + (2 + group) * largest,
            SpilledBytes = packed,
            GroupPanels = (int)group,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"direct, spilled to disk {group} panels at a time, since {(packed + matrix + inverse + workspace) / 1e9:F2} GB exceed "
                    + $"the limit of {limit / 1e9:F2} GB"
            ),
        };
    }

    private SolverPlan Iterative(int dimension, int outputs, long limit)
    {
        var (rank, cluster) = ((long)RankOf(Options, Count), (long)Math.Min(ClusterSize, Count));
        // G and the clusters' factors; the landmarks and their factors; what a cluster takes while it is made.
        var preconditioner =
            Count * (rank * sizeof(float) + cluster * sizeof(double))
            + rank * (dimension + 4L * rank) * sizeof(double)
            + 4 * cluster * (rank + cluster) * sizeof(double);
        // Sixteen vectors of the iteration, and each worker's sums of products with up to sixteen columns.
        var vectors =
            16L * Count * Math.Max(outputs, 16) * sizeof(double) + 16L * Environment.ProcessorCount * (Count + rank) * sizeof(double);
        var workspace = Beside + PointBlocks + preconditioner + vectors + (long)Tile * Tile * sizeof(double);
        var packed = Layout.Elements() * sizeof(float);
        if (workspace > limit)
            throw new MemoryLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A preconditioner of rank {rank} for n = {Count} needs {workspace / 1e9:F2} GB, but the limit is "
                        + $"{limit / 1e9:F2} GB; allow more, or choose a lower rank."
                ),
                workspace,
                limit
            );
        return packed + workspace <= limit
            ? this with
            {
                Bytes = packed + workspace,
                KeepsMatrix = true,
                Reason = $"iterative, block conjugate gradients over float32 tiles in memory, a preconditioner of rank {rank}",
            }
            : this with
            {
                Bytes = workspace,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"iterative, block conjugate gradients over float32 tiles computed anew each time, since "
                        + $"{(packed + workspace) / 1e9:F2} GB exceed the limit of {limit / 1e9:F2} GB; a preconditioner of rank "
                        + $"{rank}"
                ),
            };
    }

    internal static int RankOf(SolverOptions options, int count) => Math.Min(options.Rank ?? Math.Clamp(count / 20, 100, 3000), count);
}
