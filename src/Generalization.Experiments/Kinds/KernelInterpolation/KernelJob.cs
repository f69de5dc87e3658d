using Generalization.Corruption;
using Generalization.Data;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Runs a kernel experiment.</summary>
internal static class KernelJob
{
    public static RunOutcome Run(
        KernelExperiment e,
        LoadedData loaded,
        RunnerOptions options,
        RunClaim claim,
        IProgress<RunProgress>? progress,
        CancellationToken token
    )
    {
        var data = loaded.Load(e.Dataset).Take(e.Train, e.Test).Corrupt(PaperCorruptions.Named($"{e.Labels}-labels"), e.Seed, token);
        var kernel = KnownKernels.Named(e.Kernel, e.Gamma);
        var features = FeaturesOf(e, data.Train, token);
        var plan = KernelRun.Plan(
            kernel,
            features,
            data,
            1,
            new SolverOptions
            {
                Solver = e.Solver == "direct" ? KernelSolver.Direct : KernelSolver.Iterative,
                Ridge = e.Ridge,
                Seed = e.Seed,
                Device = options.Device,
                Memory = options.Memory,
                StateFolder = features is RandomConvolution ? claim.Files.Accumulation : null,
            }
        );
        var rate = options.MeasureProducts(options.Device);
        var predicted = plan.Bytes + Environment.WorkingSet;
        var heard = new Callback<SolverProgress>(at => progress?.Report(new RunProgress(e, null, at)));
        var run = KernelRun.Of(kernel, features, [data], plan, heard, token);
        return new RunOutcome
        {
            Kernel = KernelResult.Of(data, e.Labels, (kernel, features), run, 0, rate, predicted),
            DataHash = data.Train.ContentHash.ToString(),
        };
    }

    private static FeatureMap? FeaturesOf(KernelExperiment e, Dataset train, CancellationToken token)
    {
        if (e.Filters is { } given && e.Features != "random-conv")
            throw new ArgumentException(
                "Filters must be given with random-conv alone, but the features were " + $"{e.Features} and the filters {given}."
            );
        return e.Features switch
        {
            "gabor" => GaborFeatures.Create(train.Shape),
            "random-conv" => RandomConvolution.Fit(
                train,
                e.Filters is { } filters ? new RandomConvolutionOptions { Filters = filters } : new RandomConvolutionOptions(),
                e.Seed,
                token
            ),
            _ => null,
        };
    }
}
