using Generalization.Data;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Learning;

namespace Generalization.Kernels.Regression;

/// <summary>A kernel at random centres as a learner: f(x) = Σⱼ αⱼ k(x, cⱼ), as many centres as training points, which interpolates, learns
/// nothing and has a large norm.</summary>
/// <remarks>One factorization serves all labelings of <see cref="FitAll"/>, whose centres are the same. Each predictor is a
/// <see cref="KernelPredictor"/>, whose <see cref="KernelPredictor.Fit"/> has the norm. Source: section 5.</remarks>
/// <param name="Kernel">The kernel.</param>
/// <param name="Distribution">What centres are drawn from. Default: Gaussian, of the training pixels' mean and variance.</param>
public sealed record RandomCentreLearner(Kernel Kernel, CentreDistribution Distribution = CentreDistribution.Gaussian) : IHatTrace
{
    /// <summary>The kernel.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Kernel Kernel
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Kernel));
    } = Kernel ?? throw new ArgumentNullException(nameof(Kernel));

    /// <summary>The targets of a labelled set, (n, c). Default: one column for each class, 1 for the label and 0 elsewhere.</summary>
    public Func<Dataset, double[,]> Targets { get; init; } = data => data.OneHot();

    /// <summary>How to solve: its memory and device; its seed is replaced by that of the fit. Default: the CPU and what it has.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <inheritdoc/>
    public string Name => $"{Kernel.Name}-random-centres";

    /// <inheritdoc/>
    /// <exception cref="MemoryLimitException">The memory does not suffice.</exception>
    /// <exception cref="SingularMatrixException">The matrix is singular to working precision.</exception>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default) =>
        FitAll([train], seed, progress, token)[0];

    /// <inheritdoc/>
    /// <exception cref="MemoryLimitException">The memory does not suffice.</exception>
    /// <exception cref="SingularMatrixException">The matrix is singular to working precision.</exception>
    public IReadOnlyList<IPredictor> FitAll(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        Labelings.Check(labelings);
        var train = labelings[0];
        double[][,] targets = [.. labelings.Select(Targets)];
        var options = Solver with { Seed = seed };
        var plan = SolverPlan.ForCentres(train.Count, train.Shape.Size, targets.Sum(t => t.GetLength(1)), options, BytesOf(train));
        using var points = PointSet.Of(train);
        var centres = new SharedPoints(RandomCentres.Draw(points, Distribution, points.Count, seed));
        using var mine = centres.Lease();
        var heard = progress is null ? null : new SolverListener(progress);
        return
        [
            .. CentreRegression
                .Fit(Kernel, points, centres.Points, targets, plan, heard, token)
                .Fits.Select(fit => new KernelPredictor(
                    new KernelModel(Kernel, centres.Points, fit.Solution),
                    fit,
                    null,
                    train.Shape,
                    options.Device,
                    centres.Lease()
                )),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>It interpolates, so that H is the identity and tr(H) = n.</remarks>
    /// <exception cref="MemoryLimitException">The memory does not suffice.</exception>
    /// <exception cref="SingularMatrixException">The matrix is singular to working precision.</exception>
    public TracedFits FitAllWithTrace(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    ) => new(FitAll(labelings, seed, progress, token), labelings[0].Count);

    /// <summary>The memory of the training points and of as many centres, in bytes.</summary>
    /// <param name="train">The training set.</param>
    public static long BytesOf(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return (long)train.Count * train.Shape.Size * (train.Pixels.Type.Size() + sizeof(double));
    }
}
