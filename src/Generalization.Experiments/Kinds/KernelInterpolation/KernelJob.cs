using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Threading;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Runs kernel experiments; several that differ in their labels alone by one factorization.</summary>
internal static class KernelJob
{
    public static ImmutableArray<KindOutcome> Run(IReadOnlyList<IExperimentContext> runs)
    {
        var (context, e) = (runs[0], (KernelExperiment)runs[0].Experiment);
        var options = context.Options;
        var whole = context.LoadDataset(e.Dataset);
        KernelData[] data = [.. runs.Select(r => ((KernelExperiment)r.Experiment).DataOf(whole, context.Stop))];
        var kernel = KnownKernels.Named(e.Kernel, e.Gamma, e.Degree, e.Offset);
        var features = FeaturesOf(e, data[0].Train, context.Stop);
        var centres = CentresOf(e);
        var plan = KernelRun.Plan(kernel, features, data[0], data.Length, SolverOptionsOf(e, features, context), centres);
        var rate = options.MeasureProducts(options.Device);
        var predicted = plan.Bytes + Environment.WorkingSet;
        context.Report(new SolverPlanned(plan, rate));
        var heard = new SynchronousProgress<SolverProgress>(at => context.Report(new SolverAt(at)));
        double[][,] targets = [.. runs.Select((r, i) => ((KernelExperiment)r.Experiment).TargetsOf(data[i].Train))];
        var run = KernelRun.Of(kernel, features, data[0], targets, plan, heard, context.Stop, centres);
        return
        [
            .. runs.Select(
                (place, i) =>
                {
                    if (options.KeepDetails)
                        ResidualHistory.Write(place.Folder, run.Fits[i].Solution.ResidualHistory);
                    return new KindOutcome(
                        KernelResult.Of(data[i], (KernelExperiment)place.Experiment, (kernel, features), run, i, rate, predicted),
                        data[i].Train.ContentHash.ToString()
                    );
                }
            ),
        ];
    }

    private static SolverOptions SolverOptionsOf(KernelExperiment e, FeatureMap? features, IExperimentContext context) =>
        new()
        {
            Solver = e.Solver == "direct" ? KernelSolver.Direct : KernelSolver.Iterative,
            Precision = e.Precision == "mixed" ? SolverPrecision.Mixed : SolverPrecision.Float64,
            Ridge = e.Ridge,
            Tolerance = e.Tolerance,
            Tile = e.Tile,
            Seed = e.Seed,
            Device = context.Options.Device,
            Memory = context.Options.Memory,
            SpillFolder = context.Options.Spill,
            StateFolder =
                features is RandomConvolution ? context.Options.Accumulation ?? Path.Combine(context.Folder, "accumulation") : null,
        };

    private static CentreDistribution? CentresOf(KernelExperiment e) =>
        e.Centres switch
        {
            "gaussian" => CentreDistribution.Gaussian,
            "uniform" => CentreDistribution.Uniform,
            _ => null,
        };

    private static FeatureMap? FeaturesOf(KernelExperiment e, Dataset train, CancellationToken token) =>
        e.Features switch
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
