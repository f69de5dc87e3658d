using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using TorchSharp;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>A kernel fitted to a data set under several sets of training labels, and what it says of the test set.</summary>
/// <param name="Fits">A fit for each set of labels.</param>
/// <param name="TestOutputs">The outputs on the test set for each, (m, k); empty where there is none.</param>
/// <param name="Report">How it was solved.</param>
/// <param name="Seconds">The seconds of each phase.</param>
public sealed record KernelRun(
    ImmutableArray<KernelFit> Fits,
    ImmutableArray<double[,]> TestOutputs,
    SolverReport Report,
    KernelSeconds Seconds
)
{
    /// <summary>Plans a run, with what streamed features need, or the points of the training and the test set.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="features">What it is applied to; null for pixels.</param>
    /// <param name="data">The data.</param>
    /// <param name="sets">How many sets of labels.</param>
    /// <param name="options">How to solve.</param>
    /// <param name="centres">What random centres are drawn from. Default: null, the centres are the training points.</param>
    /// <exception cref="ArgumentException">Random centres were asked for with features, another solver or precision, or a
    /// ridge.</exception>
    /// <exception cref="MemoryLimitException">The memory does not suffice.</exception>
    public static SolverPlan Plan(
        Kernel kernel,
        FeatureMap? features,
        KernelData data,
        int sets,
        SolverOptions options,
        CentreDistribution? centres = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var (test, outputs) = (data.Test is { } t ? BytesOfPoints(features, t) : 0, sets * data.Train.ClassCount);
        if (centres is not null)
            return features is null
                ? SolverPlan.ForCentres(
                    data.Train.Count,
                    data.Train.Shape.Size,
                    outputs,
                    options,
                    RandomCentreLearner.BytesOf(data.Train) + test
                )
                : throw new ArgumentException(
                    $"Random centres are drawn pixel by pixel, so that the features must be none, but were {features.Name}.",
                    nameof(features)
                );
        var streams = Streams(kernel, features, options);
        var beside = streams
            ? FeatureRegression.BytesBeside(features!, data.Train.Count, data.Test?.Count ?? 0)
            : BytesOfPoints(features, data.Train) + test;
        return SolverPlan.For(data.Train.Count, features?.Dimension ?? data.Train.Shape.Size, outputs, options, beside, streams);
    }

    /// <summary>Fits and predicts. Random convolutional features are streamed; pixels and Gabor features are kept as points.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="features">What it is applied to; null for pixels.</param>
    /// <param name="data">The training and the test images.</param>
    /// <param name="targets">Each set of targets, (N, c).</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <param name="centres">What random centres are drawn from, by the plan's seed. Default: null, the centres are the training
    /// points.</param>
    public static KernelRun Of(
        Kernel kernel,
        FeatureMap? features,
        KernelData data,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default,
        CentreDistribution? centres = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(plan);
        if (targets.Count == 0)
            throw new ArgumentException("There must be at least one set of targets, but there was none.", nameof(targets));
        return centres is { } distribution ? OnCentres(kernel, distribution, data, [.. targets], plan, progress, token)
            : Streams(kernel, features, plan.Options)
                ? Streamed((ProductKernel)kernel, features!, data, [.. targets], plan, progress, token)
            : OfPoints(kernel, features, data, [.. targets], plan, progress, token);
    }

    private static bool Streams(Kernel kernel, FeatureMap? features, SolverOptions options) =>
        features is RandomConvolution && kernel is ProductKernel && options.Solver == KernelSolver.Direct;

    private static long BytesOfPoints(FeatureMap? features, Dataset images) =>
        (long)images.Count
        * (features is null ? images.Shape.Size : features.Dimension)
        * (features is null ? images.Pixels.Type.Size() : sizeof(float));

    private static KernelRun Streamed(
        ProductKernel kernel,
        FeatureMap features,
        KernelData data,
        double[][,] targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var run = data.Test is { } test
            ? FeatureRegression.Fit(features, data.Train, test, targets, plan, kernel, progress, token)
            : FeatureRegression.Fit(features, data.Train, targets, plan, kernel, progress, token);
        return new KernelRun(run.Fits, run.TestOutputs, run.Report, KernelSeconds.Of(run.Report.Seconds, null, run.Report.Seconds.Predict));
    }

    private static KernelRun OfPoints(
        Kernel kernel,
        FeatureMap? features,
        KernelData data,
        double[][,] targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var clock = Stopwatch.StartNew();
        torch.Device device = plan.Options.Device;
        using var train = PointSet.Of(features, data.Train, device, progress, token);
        using var test = data.Test is { } images ? PointSet.Of(features, images, device, progress, token) : null;
        double? preparing = features is null ? null : clock.Elapsed.TotalSeconds;
        var regression = KernelRegression.Fit(kernel, train, targets, plan, progress, token);
        return Predicted(kernel, train, test, regression.Fits, regression.Report, preparing, progress, token);
    }

    private static KernelRun OnCentres(
        Kernel kernel,
        CentreDistribution distribution,
        KernelData data,
        double[][,] targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        using var train = PointSet.Of(data.Train);
        using var test = data.Test is { } images ? PointSet.Of(images) : null;
        using var centres = RandomCentres.Draw(train, distribution, train.Count, plan.Options.Seed);
        var regression = CentreRegression.Fit(kernel, train, centres, targets, plan, progress, token);
        return Predicted(kernel, centres, test, regression.Fits, regression.Report, null, progress, token);
    }

    private static KernelRun Predicted(
        Kernel kernel,
        PointSet centres,
        PointSet? test,
        ImmutableArray<KernelFit> fits,
        SolverReport report,
        double? preparing,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<double[,]> outputs = test is null
            ? []
            :
            [
                .. fits.Select(fit =>
                {
                    using var model = new KernelModel(kernel, centres, fit.Solution);
                    return model.Predict(test, report.Plan.Options.Device, progress, token);
                }),
            ];
        return new KernelRun(
            fits,
            outputs,
            report,
            KernelSeconds.Of(report.Seconds, preparing, test is null ? null : clock.Elapsed.TotalSeconds)
        );
    }
}
