using System.Diagnostics;
using Generalization.Distributed;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>Runs a training by many workers. A simulation that was stopped begins again; a cluster goes on where its engine can.</summary>
internal static class DistributedJob
{
    // The runner removes it when the run is finished.
    private const string Parts = "parts";

    public static KindOutcome Run(DistributedExperiment e, IExperimentContext context)
    {
        e.CheckTogether();
        var data = e.DataOf(context.LoadDataset(e.Dataset), context.Catalog, context.Stop);
        var training = e.TrainingOf(data, context.Catalog);
        if (e.Engine == DistributedExperiment.Simulation)
            CheckMemory(training, context.Options.Memory);
        var engine = EngineOf(e, context.Options);
        var clock = Stopwatch.StartNew();
        int? before = null;
        var folder = Path.Combine(context.Folder, Parts);
        var kept = e.Engine == DistributedExperiment.Cluster ? new KeptEpochs(folder) : null;
        var run = engine.Train(training, folder, Heard, context.Stop);
        run = e.WithCorruption(kept?.Whole(run) ?? run, context.Catalog);
        context.ThrowIfTakenOver();
        DistributedFiles.Write(context.Folder, run);
        return new KindOutcome(DistributedResult.Of(run, training), data.Train.ContentHash.ToString(), run.WeightsHash);

        void Heard(DistributedEpoch epoch)
        {
            context.ThrowIfTakenOver();
            kept?.Add(epoch);
            // An engine that goes on has epochs that took no time here.
            before ??= epoch.Epoch - 1;
            var left = clock.Elapsed / (epoch.Epoch - before.Value) * (e.Epochs - epoch.Epoch);
            context.Report(new DistributedAt(epoch, e.Epochs, left));
        }
    }

    private static IDistributedEngine EngineOf(DistributedExperiment e, RunnerOptions options) =>
        e.Engine == DistributedExperiment.Simulation
            ? new SimulationEngine(e.Assumed())
            : options.Cluster ?? throw new PlatformNotSupportedException(DistributedCommand.Refusal(e, "STORE"));

    // Each worker has weights, a gradient and what rounding left; blocks have weights and their optimizer's tensors, keep the weights of
    // a round, and hold the gradients that wait for an update.
    private static void CheckMemory(DistributedTraining training, long? limit)
    {
        var (workers, waiting) = ((long)training.Plan.Workers, training.Plan.Policy.GradientsPerUpdate(training.Plan.Workers));
        MemoryLimitException.ThrowIfAbove(
            $"A simulation of {workers} workers on {training.Layout.Length} parameters",
            sizeof(float) * training.Layout.Length * (3 * workers + waiting + 6),
            "take fewer workers or a smaller network",
            limit
        );
    }
}
