using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Paper;
using Generalization.Training.History;

namespace Generalization.Report.Figures;

/// <summary>A training whose epochs can be drawn.</summary>
internal sealed record FigureRun(TrainingExperiment Experiment, Run Record)
{
    public ImmutableArray<EpochRecord> Epochs => Record.History;

    public string Corruption => TrainingRuns.CorruptionOf(Experiment);

    public double? LabelCorruption => Experiment.LabelCorruption;

    public TrainingResult? Result => Record.Result?.Training;
}
