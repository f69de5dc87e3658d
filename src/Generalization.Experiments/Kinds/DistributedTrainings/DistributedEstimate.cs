using System.Collections.Immutable;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>How long a training by many workers will take: training images · epochs, by those of its network on its engine.</summary>
internal static class DistributedEstimate
{
    // One that differs by its seed alone tells when it is fitted; else every epoch is counted.
    public static double? Seconds(
        DistributedExperiment e,
        ImmutableArray<FinishedExperiment<DistributedExperiment, DistributedResult>> finished
    )
    {
        var whole = finished.Where(f => f.Numbers.Epochs > 0 && !f.Numbers.Diverged).ToArray();
        var same = whole.Where(f => f.Experiment with { Seed = e.Seed } == e).ToArray();
        if (same.Length > 0)
            return same.Average(f => f.Seconds);
        var alike = whole.Where(f => f.Experiment.Model == e.Model && f.Experiment.Engine == e.Engine).ToArray();
        if (alike.Length == 0)
            return null;
        var images =
            e.Train
            ?? whole
                .Where(f => f.Experiment.Dataset == e.Dataset && f.Experiment.Train is null)
                .Select(f => (int?)f.Numbers.TrainCount)
                .FirstOrDefault();
        return (double?)images * e.Epochs * alike.Average(f => f.Seconds / ((double)f.Numbers.TrainCount * f.Numbers.Epochs));
    }
}
