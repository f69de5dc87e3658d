using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Kernels.Functions;

namespace Generalization.Experiments.Running;

/// <summary>Says from finished runs of the same kind, on the same device with as many threads, how long another will take.</summary>
internal static class RunEstimate
{
    /// <summary>The time that a run has still to go; null where nothing is known.</summary>
    /// <param name="run">The run, with its history.</param>
    /// <param name="finished">Results to go by.</param>
    /// <param name="device">The device that it would run on.</param>
    /// <param name="threads">libtorch's threads that it would have.</param>
    public static TimeSpan? Remaining(RunRecord run, IEnumerable<RunResult> finished, string device, int threads)
    {
        RunResult[] peers = [.. finished.Where(r => r.Error is null && r.Device == device && (r.Threads ?? threads) == threads)];
        double? seconds = run.Experiment switch
        {
            TrainingExperiment e => OfTraining(e, run, peers),
            KernelExperiment e => OfKernel(e, peers),
            FiniteSampleExperiment e => OfFiniteSample(e, peers),
            _ => null,
        };
        return seconds is { } s ? TimeSpan.FromSeconds(Math.Min(s, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
    }

    // Training images · epochs. A run that differs by its seed alone tells when it is fitted; else every epoch is counted.
    private static double? OfTraining(TrainingExperiment e, RunRecord run, RunResult[] peers)
    {
        var trained = peers
            .Where(p => p.Training is not null)
            .Select(p => (Experiment: (TrainingExperiment)p.Experiment, Training: p.Training!))
            .ToArray();
        var epochs = trained.Where(p => p.Experiment with { Seed = e.Seed } == e).Select(p => (int?)p.Training.Epochs).Max() ?? e.Epochs;
        if (run.History is [.., var last])
            return last.Seconds / last.Epoch * Math.Max(0, epochs - last.Epoch);
        var alike = trained
            .Where(p => p.Experiment.Model == e.Model && p.Experiment.Precision == e.Precision && p.Training.Epochs > 0)
            .ToArray();
        if (alike.Length == 0)
            return null;
        var images =
            e.Train
            ?? trained
                .Where(p => p.Experiment.Dataset == e.Dataset && p.Experiment.Train is null)
                .Select(p => (int?)p.Training.TrainCount)
                .FirstOrDefault();
        return images * epochs * alike.Average(p => p.Training.Seconds / ((double)p.Training.TrainCount * p.Training.Epochs));
    }

    // The factorization grows with n³, and one product of the iterative solver with n²; features with n · filters.
    private static double? OfKernel(KernelExperiment e, RunResult[] peers)
    {
        var power = e.Solver == "direct" ? 3 : 2;
        var alike = peers
            .Where(p => p.Experiment is KernelExperiment k && k.Solver == e.Solver && k.Features == e.Features && p.Kernel is not null)
            .Select(p => (Experiment: (KernelExperiment)p.Experiment, Kernel: p.Kernel!))
            .ToArray();
        var n =
            e.Train
            ?? alike
                .Where(p => p.Experiment.Dataset == e.Dataset && p.Experiment.Train is null)
                .Select(p => (int?)p.Kernel.N)
                .FirstOrDefault();
        if (n is not { } count || alike.Length == 0)
            return null;
        var (nearest, kernel) = alike.MinBy(p => Math.Abs(Math.Log((double)p.Kernel.N / count)));
        return kernel.Seconds.Total
            * Math.Pow((double)count / kernel.N, power)
            * Math.Max(1, (double)(e.Filters ?? 1) / (nearest.Filters ?? 1));
    }

    private static double? OfFiniteSample(FiniteSampleExperiment e, RunResult[] peers)
    {
        var alike = peers.Where(p => p.Experiment is FiniteSampleExperiment f && (f.Depth == 2) == (e.Depth == 2)).ToArray();
        return alike.Length == 0 ? null : alike.Average(p => p.Seconds / ((FiniteSampleExperiment)p.Experiment).N) * e.N;
    }
}
