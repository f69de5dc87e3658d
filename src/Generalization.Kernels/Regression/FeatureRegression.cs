using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>Kernel regression on features that are streamed: tens of thousands of filters whose features never exist as one
/// matrix.</summary>
/// <remarks>One pass over the feature blocks, or one for each group of panels when spilled, fills the Gram matrix and the test × train
/// block, where there are test images. The residual is over rows of K drawn before factorizing, at most 128. Direct, in float64 or mixed.
/// Source: section 5 and Table 3.</remarks>
public sealed class FeatureRegression
{
    private readonly FeatureMap features;
    private readonly Dataset train;
    private readonly ProductKernel kernel;

    private FeatureRegression(
        FeatureMap features,
        Dataset train,
        ProductKernel kernel,
        ImmutableArray<KernelFit> fits,
        ImmutableArray<double[,]> testOutputs,
        SolverReport report
    ) => (this.features, this.train, this.kernel, Fits, TestOutputs, Report) = (features, train, kernel, fits, testOutputs, report);

    /// <summary>A fit for each set of targets; its residual is over the sampled rows.</summary>
    public ImmutableArray<KernelFit> Fits { get; }

    /// <summary>For each set of targets the model's outputs on the test images, (m, c); empty where there were none.</summary>
    public ImmutableArray<double[,]> TestOutputs { get; }

    /// <summary>How it was solved.</summary>
    public SolverReport Report { get; }

    /// <summary>The memory that streaming needs beside the plan's, in bytes: the test × train block, the sampled rows and a block of
    /// features.</summary>
    /// <param name="features">The feature map.</param>
    /// <param name="trainCount">n.</param>
    /// <param name="testCount">m. Default: 0, no test images.</param>
    public static long BytesBeside(FeatureMap features, int trainCount, int testCount = 0)
    {
        ArgumentNullException.ThrowIfNull(features);
        return FeatureGramSource.Bytes(features, trainCount, testCount);
    }

    /// <summary>Streams the features and solves, without test images: <see cref="ToModels"/> predicts.</summary>
    /// <param name="features">The feature map.</param>
    /// <param name="train">n training images.</param>
    /// <param name="targets">Sets of targets, (n, c) each, finite.</param>
    /// <param name="plan">The plan for n, direct: <see cref="SolverPlan.For"/> with <see cref="BytesBeside"/> beside it and streamed
    /// features.</param>
    /// <param name="kernel">The kernel of the features. Default: linear.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, the plan is iterative, or needs the matrix anew; a linear kernel
    /// has fewer features than images and no ridge.</exception>
    /// <exception cref="FaultyPartException">The caller's own kernel does not do what it must.</exception>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision; what was accumulated stays in
    /// the state folder for a larger ridge.</exception>
    /// <exception cref="NotConvergedException">The refinement of a float32 factor did not reach its tolerance.</exception>
    /// <exception cref="IOException">What is spilled or kept cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FeatureRegression Fit(
        FeatureMap features,
        Dataset train,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        ProductKernel? kernel = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    ) => FitAll(features, train, null, targets, plan, kernel, progress, token);

    /// <summary>Streams the features, solves, predicts.</summary>
    /// <param name="features">The feature map.</param>
    /// <param name="train">n training images.</param>
    /// <param name="test">m test images.</param>
    /// <param name="targets">Sets of targets, (n, c) each, finite.</param>
    /// <param name="plan">The plan for n, direct: <see cref="SolverPlan.For"/> with <see cref="BytesBeside"/> beside it and streamed
    /// features.</param>
    /// <param name="kernel">The kernel of the features. Default: linear.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, the plan is iterative, or needs the matrix anew; a linear kernel
    /// has fewer features than images and no ridge.</exception>
    /// <exception cref="FaultyPartException">The caller's own kernel does not do what it must.</exception>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision; what was accumulated stays in
    /// the state folder for a larger ridge.</exception>
    /// <exception cref="NotConvergedException">The refinement of a float32 factor did not reach its tolerance.</exception>
    /// <exception cref="IOException">What is spilled or kept cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FeatureRegression Fit(
        FeatureMap features,
        Dataset train,
        Dataset test,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        ProductKernel? kernel = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(test);
        return FitAll(features, train, test, targets, plan, kernel, progress, token);
    }

    /// <summary>A model for each set of targets that predicts any images: w = Φᵀα, from one more pass over the training images'
    /// features.</summary>
    /// <remarks>Of the linear kernel alone; with another one each prediction would need the training images' features anew. Fit with the
    /// test images then, or keep the features as points.</remarks>
    /// <param name="progress">Hears how far it is, in blocks of features. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The kernel is not linear.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ImmutableArray<FeatureModel> ToModels(IProgress<SolverProgress>? progress = null, CancellationToken token = default) =>
        kernel is LinearKernel
            ? FeatureModel.Of(features, train, [.. Fits.Select(f => f.Solution)], Report.Plan.Options.Device, progress, token)
            : throw new InvalidOperationException(
                $"A model of streamed features needs a linear kernel, but this one is {kernel.Name}; fit with the test images, or keep the "
                    + "features as points."
            );

    private static FeatureRegression FitAll(
        FeatureMap features,
        Dataset train,
        Dataset? test,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        ProductKernel? kernel,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var set in targets)
            TargetMatrix.Check(set, train.Count);
        if (plan.Options.Solver == KernelSolver.Iterative || (plan.Options.Precision == SolverPrecision.Mixed && !plan.KeepsMatrix))
            throw new ArgumentException(
                "Streamed features need the direct solver, with the matrix in memory where it is mixed, since their tiles "
                    + "cannot be computed anew.",
                nameof(plan)
            );
        kernel ??= new LinearKernel();
        if (kernel is LinearKernel && plan.Options.Ridge == 0 && features.Dimension < train.Count)
            throw new ArgumentException(
                $"A linear kernel without a ridge needs a feature for each of the {train.Count} training images, but there "
                    + $"are {features.Dimension}; set a ridge, or take more features or another kernel.",
                nameof(plan)
            );
        KernelConsistency.Check(kernel, features, train, plan.Options.Device);
        var watch = Stopwatch.StartNew();
        using var source = new FeatureGramSource(features, train, test, kernel, plan.Options);
        using var gram = GramMatrix.Of(source, plan, progress, token);
        var filling = watch.Elapsed.TotalSeconds;
        watch.Restart();
        using var factor = gram.Factorize(progress, token);
        var factoring = watch.Elapsed.TotalSeconds - factor.FillSeconds;
        watch.Restart();
        ImmutableArray<KernelSolution> solutions = [.. targets.Select(t => factor.Solve(t, progress, token))];
        var condition = factor.EstimateCondition(token);
        var solving = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var diagonal = plan.Options.LeaveOneOut ? factor.Diagonal(progress, token) : null;
        double? inverting = diagonal is null ? null : watch.Elapsed.TotalSeconds;
        watch.Restart();
        ImmutableArray<KernelFit> fits = [.. solutions.Select((s, i) => Certify(source, s, targets[i], plan.Options.Ridge, diagonal))];
        var verifying = watch.Elapsed.TotalSeconds;
        watch.Restart();
        ImmutableArray<double[,]> outputs = test is null ? [] : [.. solutions.Select(s => Predict(source, s))];
        var seconds = new SolverSeconds
        {
            Gram = filling + factor.FillSeconds,
            Factor = factoring,
            Solve = solving,
            LeaveOneOut = inverting,
            Verify = verifying,
            Predict = test is null ? null : watch.Elapsed.TotalSeconds,
        };
        source.Forget();
        return new FeatureRegression(
            features,
            train,
            kernel,
            fits,
            outputs,
            new SolverReport(plan, seconds, factor.OperationsPerSecond, condition)
        );
    }

    private static KernelFit Certify(
        FeatureGramSource source,
        KernelSolution solution,
        double[,] targets,
        double ridge,
        HatDiagonal? diagonal
    )
    {
        using var scope = NewDisposeScope();
        var rows = TargetMatrix.ToArray(source.Sampled.mm(TargetMatrix.ToTensor(solution.Coefficients, source.Sampled.device)));
        return new KernelFit(solution, [.. source.Sample], rows, targets, ridge)
        {
            LeaveOneOut = diagonal is null ? null : new LeaveOneOut(diagonal, solution, targets),
        };
    }

    private static double[,] Predict(FeatureGramSource source, KernelSolution solution)
    {
        using var scope = NewDisposeScope();
        var alpha = TargetMatrix.ToTensor(solution.Coefficients, source.Cross.device);
        var outputs = zeros([source.Cross.shape[0], alpha.shape[1]], ScalarType.Float64, alpha.device);
        const int strip = 256;
        for (long top = 0; top < outputs.shape[0]; top += strip)
        {
            using var step = NewDisposeScope();
            var height = Math.Min(strip, outputs.shape[0] - top);
            outputs.narrow(0, top, height).copy_(source.Cross.narrow(0, top, height).to(ScalarType.Float64).mm(alpha));
        }

        return TargetMatrix.ToArray(outputs);
    }
}
