using System.Globalization;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Learning;

namespace Generalization.Kernels.Regression;

/// <summary>Kernel regression as a learner: without a ridge, the interpolant of least norm.</summary>
/// <remarks>One factorization serves all labelings of <see cref="FitAll"/>. A linear kernel on random convolutional features keeps w = Φᵀα
/// and none of the training images; every other predictor keeps the training points. Source: section 5.</remarks>
/// <param name="Kernel">The kernel.</param>
public sealed record KernelLearner(Kernel Kernel) : IHatTrace, IDescribed
{
    private static readonly Func<Dataset, double[,]> ByClass = data => data.TargetCount > 0 ? data.RealTargets() : data.OneHot();

    /// <summary>The kernel.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Kernel Kernel
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Kernel));
    } = Kernel ?? throw new ArgumentNullException(nameof(Kernel));

    /// <summary>Makes the features that the kernel is applied to, from the training set and the seed. Default: null, the pixels.</summary>
    public Func<Dataset, ulong, CancellationToken, FeatureMap>? Features { get; init; }

    /// <summary>The targets of a labelled set, (n, c). Default: one column for each class, 1 for the label and 0 elsewhere; the
    /// real targets of data that have them.</summary>
    public Func<Dataset, double[,]> Targets { get; init; } = ByClass;

    /// <summary>How to solve; its seed is replaced by that of the fit. Default: direct, in float64, without a ridge.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <inheritdoc/>
    public string Name => Kernel.Name;

    /// <summary>The kernel and what decides the solution but for rounding: the solver, its precision, ridge and tolerance. Tiles and memory
    /// decide the last bits alone and are left out.</summary>
    /// <exception cref="ArgumentException">It has features or targets of the caller's own, which are delegates: one cannot be told from
    /// another.</exception>
    public string Describe() =>
        Features is null && ReferenceEquals(Targets, ByClass)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"kernel regression, {Description.Of(Kernel)}, {Solver.Solver}, {Solver.Precision}, ridge {Solver.Ridge:R}, "
                    + $"tolerance {Solver.Tolerance:R}, at most {Solver.MaxIterations} iterations, rank {Solver.Rank}"
            )
            : Description.ByType(this);

    /// <inheritdoc/>
    public IPredictor Fit(Dataset train, ulong seed, IProgress<LearningProgress>? progress = null, CancellationToken token = default) =>
        FitAll([train], seed, progress, token)[0];

    /// <inheritdoc/>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision.</exception>
    /// <exception cref="NotConvergedException">The iterations did not suffice.</exception>
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
        var features = Features?.Invoke(train, seed, token);
        var options = Solver with { Seed = seed };
        var heard = progress is null ? null : new SolverListener(progress);
        return features is RandomConvolution && Kernel is LinearKernel && options.Solver == KernelSolver.Direct
            ? Streamed(features, train, targets, options, heard, token)
            : OfPoints(features, train, targets, options, heard, token);
    }

    /// <inheritdoc/>
    /// <remarks>Without a ridge H is the identity and tr(H) = n. With one the direct solver computes it from its factor, in n³/3
    /// operations; the iterative one does not know it.</remarks>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision.</exception>
    /// <exception cref="NotConvergedException">The iterations did not suffice.</exception>
    public TracedFits FitAllWithTrace(
        IReadOnlyList<Dataset> labelings,
        ulong seed,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        var inverts = Solver is { Ridge: > 0, Solver: KernelSolver.Direct };
        var learner = inverts ? this with { Solver = Solver with { LeaveOneOut = true } } : this;
        var fits = learner.FitAll(labelings, seed, progress, token);
        return new(
            fits,
            Solver.Ridge == 0 ? labelings[0].Count
                : inverts ? ((IKernelPredictor)fits[0]).Fit.LeaveOneOut!.Diagonal.Trace
                : null
        );
    }

    private static IReadOnlyList<IPredictor> Streamed(
        FeatureMap features,
        Dataset train,
        double[][,] targets,
        SolverOptions options,
        SolverListener? heard,
        CancellationToken token
    )
    {
        var beside = FeatureRegression.BytesBeside(features, train.Count);
        var plan = SolverPlan.For(train.Count, features.Dimension, targets.Sum(t => t.GetLength(1)), options, beside, true);
        var fitted = FeatureRegression.Fit(features, train, targets, plan, progress: heard, token: token);
        return
        [
            .. fitted.ToModels(heard, token).Select((model, i) => new FeaturePredictor(model, fitted.Fits[i], train.Shape, options.Device)),
        ];
    }

    private IReadOnlyList<IPredictor> OfPoints(
        FeatureMap? features,
        Dataset train,
        double[][,] targets,
        SolverOptions options,
        SolverListener? heard,
        CancellationToken token
    )
    {
        var points = new SharedPoints(PointSet.Of(features, train, options.Device, heard, token));
        using var mine = points.Lease();
        var plan = SolverPlan.For(train.Count, points.Points.Dimension, targets.Sum(t => t.GetLength(1)), options);
        var fits = KernelRegression.Fit(Kernel, points.Points, targets, plan, heard, token).Fits;
        return
        [
            .. fits.Select(fit => new KernelPredictor(
                new KernelModel(Kernel, points.Points, fit.Solution),
                fit,
                features,
                train.Shape,
                options.Device,
                points.Lease()
            )),
        ];
    }

    /// <summary>One output is a sign, several are classes.</summary>
    internal static DecisionRule RuleOf(int outputs) => outputs == 1 ? DecisionRule.Sign : DecisionRule.LargestOutput;
}
