using System.Collections.Immutable;
using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>How long a training will take: training images · epochs, by those of its network.</summary>
internal static class TrainingEstimate
{
    // A run that differs by its seed alone tells when it is fitted; else every epoch is counted.
    public static double? Seconds(
        TrainingExperiment e,
        ImmutableArray<EpochRecord> history,
        ImmutableArray<FinishedExperiment<TrainingExperiment, TrainingResult>> finished
    )
    {
        var epochs = finished.Where(p => p.Experiment with { Seed = e.Seed } == e).Select(p => (int?)p.Numbers.Epochs).Max() ?? e.Epochs;
        if (history is [.., var last])
            return last.Seconds / last.Epoch * Math.Max(0, epochs - last.Epoch);
        var alike = finished
            .Where(p => p.Experiment.Model == e.Model && p.Experiment.Precision == e.Precision && p.Numbers.Epochs > 0)
            .ToArray();
        if (alike.Length == 0)
            return null;
        var images =
            e.Train
            ?? finished
                .Where(p => p.Experiment.Dataset == e.Dataset && p.Experiment.Train is null)
                .Select(p => (int?)p.Numbers.TrainCount)
                .FirstOrDefault();
        // 60,000 images in 100,000 epochs are more than an int counts.
        return (double?)images * epochs * alike.Average(p => p.Numbers.Seconds / ((double)p.Numbers.TrainCount * p.Numbers.Epochs));
    }
}
