using System.Diagnostics;
using Generalization.Data;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Threading;

namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>Runs an experiment with random features.</summary>
internal static class RandomFeatureJob
{
    public static KindOutcome Run(RandomFeatureExperiment e, IExperimentContext context)
    {
        var data = context.LoadDataset(e.Dataset).Take(e.N, e.Test);
        CheckMemory(e, data.ClassCount, context.Options.Memory);
        var clock = Stopwatch.StartNew();
        var heard = new SynchronousProgress<SolverProgress>(at => context.Report(new SolverAt(at)));
        var features = RandomReluFeatures.Create(data.Shape, e.FeatureCount, e.Seed);
        var (model, rank) = e.Ridge > 0 ? (WithRidge(e, features, data, context, heard), null) : LeastNorm(features, data, heard, context);
        var trainErrors = Errors(model, data.Train, context, heard);
        var testErrors = Errors(model, data.Test, context, heard);
        var result = new RandomFeatureResult
        {
            Dataset = data.Name,
            N = data.Train.Count,
            TestCount = data.Test.Count,
            FeatureCount = e.FeatureCount,
            Ridge = e.Ridge,
            Seed = e.Seed,
            TrainErrors = trainErrors,
            TrainErrorRate = (double)trainErrors / data.Train.Count,
            TestErrors = testErrors,
            TestErrorRate = (double)testErrors / data.Test.Count,
            Norm = model.Norm,
            Rank = rank,
            Seconds = clock.Elapsed.TotalSeconds,
        };
        return new KindOutcome(result, data.Train.ContentHash.ToString());
    }

    private static (FeatureModel Model, int? Rank) LeastNorm(
        RandomReluFeatures features,
        TrainTestData data,
        IProgress<SolverProgress> heard,
        IExperimentContext context
    )
    {
        using var points = PointSet.OfFeatures(features, data.Train, context.Options.Device, heard, context.Stop);
        var solution = MinimumNorm.Solve(points, data.Train.OneHot());
        return (FeatureModel.Of(features, solution.Coefficients), solution.Rank);
    }

    // The linear kernel's regression is that of its features, and its matrix is n × n whatever their number.
    private static FeatureModel WithRidge(
        RandomFeatureExperiment e,
        RandomReluFeatures features,
        TrainTestData data,
        IExperimentContext context,
        IProgress<SolverProgress> heard
    )
    {
        var (options, images) = (context.Options, data.Train);
        using var points = PointSet.OfFeatures(features, images, options.Device, heard, context.Stop);
        var solver = new SolverOptions
        {
            Ridge = e.Ridge,
            Seed = e.Seed,
            Device = options.Device,
            Memory = options.Memory,
            SpillFolder = options.Spill,
        };
        var plan = SolverPlan.For(images.Count, features.Dimension, data.ClassCount, solver, points.Bytes);
        var fit = KernelRegression.Fit(new LinearKernel(), points, [images.OneHot()], plan, heard, context.Stop).Fits[0];
        return FeatureModel.Of(features, images, [fit.Solution], options.Device, heard, context.Stop)[0];
    }

    private static int Errors(FeatureModel model, Dataset images, IExperimentContext context, IProgress<SolverProgress> heard) =>
        Classification.Errors(model.Predict(images, context.Options.Device, heard, context.Stop), images.Labels);

    // Features in float32 and, of the least norm, in float64 with the smaller square matrix, its factors and what they are made of.
    private static void CheckMemory(RandomFeatureExperiment e, int outputs, long? limit)
    {
        var (n, d) = ((long)e.N, (long)e.FeatureCount);
        var smaller = Math.Min(n, d);
        var solving = e.Ridge > 0 ? 0 : sizeof(double) * (n * d + 4 * smaller * smaller);
        MemoryLimitException.ThrowIfAbove(
            $"Least squares on {d} features of {n} images",
            sizeof(float) * n * d + sizeof(double) * d * outputs + solving,
            "take fewer features or images",
            limit
        );
    }
}
