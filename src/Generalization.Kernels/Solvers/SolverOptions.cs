using Generalization.Torch;
using TorchSharp;

namespace Generalization.Kernels.Solvers;

/// <summary>How a kernel regression is solved.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record SolverOptions
{
    /// <summary>Direct or iterative. Default: direct.</summary>
    public KernelSolver Solver { get; init; } = KernelSolver.Direct;

    /// <summary>The direct solver's precision. Default: float64.</summary>
    public SolverPrecision Precision { get; init; } = SolverPrecision.Float64;

    /// <summary>Whether a fit also computes what each training point is given when it is left out, with the diagonal of the hat matrix:
    /// n³/3 operations more, as many as the factorization, and the memory of one panel more. Of the direct solver alone. Default:
    /// false.</summary>
    public bool LeaveOneOut { get; init; }

    /// <summary>λ, added to K's diagonal; at least 0 and finite. Default: 0, interpolation.</summary>
    public double Ridge
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Ridge),
                        FormattableString.Invariant($"Ridge must be at least 0 and finite, but was {value}.")
                    );
    }

    /// <summary>The relative residual ‖Kα + λα − Y‖ / ‖Y‖ that refinement and iteration stop at; in (0, 1). Default: 1e-9 mixed, 1e-6
    /// iterative.</summary>
    public double? Tolerance
    {
        get;
        init =>
            field = value is null or (> 0 and < 1)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Tolerance),
                    FormattableString.Invariant($"Tolerance must lie in (0, 1), but was {value}.")
                );
    }

    /// <summary>The most iterations; at least 1. Default: 2,000.</summary>
    public int MaxIterations
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(MaxIterations), $"MaxIterations must be at least 1, but was {value}.");
    } = 2000;

    /// <summary>Rows in a panel of the matrix; at least 1. Default: n/24, between 128 and 2,048.</summary>
    public int? Tile
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Tile), $"Tile must be at least 1, but was {value}.");
    }

    /// <summary>The memory that the matrix and its workspace may take, in bytes; at least 1. Default: nine tenths of what the process may
    /// use.</summary>
    /// <remarks>It is <see cref="Device"/>'s for the direct solver, and must be set where that is not the CPU: there is no way to ask a
    /// device that all of them have.</remarks>
    public long? Memory
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Memory), $"Memory must be at least 1 byte, but was {value}.");
    }

    /// <summary>The folder for what does not fit in memory. Default: the system's temporary folder.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>The folder where a long accumulation of streamed features keeps its state, as large as the matrix, and goes on from it; it
    /// is deleted when a fit is done, and serves any ridge until then. Default: null, none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>How often that state is written, besides once when all is accumulated; not negative. Default: ten minutes.</summary>
    public TimeSpan StateInterval
    {
        get;
        init =>
            field =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(StateInterval), $"StateInterval must not be negative, but was {value}.");
    } = TimeSpan.FromMinutes(10);

    /// <summary>The preconditioner's rank, of the iterative solver; at least 1. Default: n/20, between 100 and 3,000.</summary>
    public int? Rank
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Rank), $"Rank must be at least 1, but was {value}.");
    }

    /// <summary>Decides the preconditioner's draws and, for streamed features, the rows that the residual is over. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where the direct solver computes; the iterative one computes on the CPU. Default: the CPU.</summary>
    public torch.Device Device { get; init; } = TorchBackend.Cpu;
}
