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
/// <param name="TestOutputs">The outputs on the test set for each, (m, k).</param>
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
    public static SolverPlan Plan(Kernel kernel, FeatureMap? features, TrainTestData data, int sets, SolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var streams = Streams(kernel, features, options);
        var beside = streams
            ? FeatureRegression.BytesBeside(features!, data.Train.Count, data.Test.Count)
            : BytesOfPoints(features, data.Train) + BytesOfPoints(features, data.Test);
        return SolverPlan.For(
            data.Train.Count,
            features?.Dimension ?? data.Train.Shape.Size,
            sets * data.Train.ClassCount,
            options,
            beside,
            streams
        );
    }

    /// <summary>Fits and predicts. Random convolutional features are streamed; pixels and Gabor features are kept as points.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="features">What it is applied to; null for pixels.</param>
    /// <param name="data">The training and the test images.</param>
    /// <param name="targets">Each set of targets, (N, c).</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    public static KernelRun Of(
        Kernel kernel,
        FeatureMap? features,
        TrainTestData data,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(plan);
        if (targets.Count == 0)
            throw new ArgumentException("There must be at least one set of targets, but there was none.", nameof(targets));
        return Streams(kernel, features, plan.Options)
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
        TrainTestData data,
        double[][,] targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var run = FeatureRegression.Fit(features, data.Train, data.Test, targets, plan, kernel, progress, token);
        return new KernelRun(
            run.Fits,
            run.TestOutputs,
            run.Report,
            KernelSeconds.Of(run.Report.Seconds, null, run.Report.Seconds.Predict!.Value)
        );
    }

    private static KernelRun OfPoints(
        Kernel kernel,
        FeatureMap? features,
        TrainTestData data,
        double[][,] targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var clock = Stopwatch.StartNew();
        torch.Device device = plan.Options.Device;
        using var train = PointSet.Of(features, data.Train, device, progress, token);
        using var test = PointSet.Of(features, data.Test, device, progress, token);
        double? preparing = features is null ? null : clock.Elapsed.TotalSeconds;
        var regression = KernelRegression.Fit(kernel, train, targets, plan, progress, token);
        clock.Restart();
        var outputs = regression
            .Fits.Select(fit =>
            {
                using var model = new KernelModel(kernel, train, fit.Solution);
                return model.Predict(test, device, progress, token);
            })
            .ToImmutableArray();
        return new KernelRun(
            regression.Fits,
            outputs,
            regression.Report,
            KernelSeconds.Of(regression.Report.Seconds, preparing, clock.Elapsed.TotalSeconds)
        );
    }
}
