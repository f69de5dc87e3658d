using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;

namespace Generalization.Report.Content;

/// <summary>Runs that are none of the paper's, on the same data by the same network, or of the same kind.</summary>
/// <param name="Id">Its identifier, such as "own-1".</param>
/// <param name="Title">What they have in common.</param>
/// <param name="Rows">Its experiments.</param>
/// <param name="Figures">Accuracy and loss by epoch, or accuracy by epoch and against staleness; none for other kinds than
/// trainings.</param>
public sealed record OwnGroup(string Id, string Title, ImmutableArray<OwnRow> Rows, ImmutableArray<Figure> Figures)
{
    /// <summary>Whether they are trainings, and so have accuracies.</summary>
    public bool IsOfTrainings => Rows[0].Runs[0].Experiment is TrainingExperiment;

    /// <summary>Whether they are trainings by many workers.</summary>
    public bool IsOfManyWorkers => Rows[0].Runs[0].Experiment is DistributedExperiment;

    internal static ImmutableArray<OwnGroup> Of(IEnumerable<Run> runs) =>
        [.. runs.GroupBy(r => TitleOf(r.Experiment)).Select((g, i) => Group(FormattableString.Invariant($"own-{i + 1}"), g.Key, [.. g]))];

    private static OwnGroup Group(string id, string title, Run[] runs)
    {
        var settings = runs.GroupBy(r => TrainingRuns.WithoutSeed(r.Experiment)).Select(g => g.ToArray()).ToArray();
        var labels =
            runs[0].Experiment is DistributedExperiment
                ? ManyWorkers.Labels([.. settings.Select(s => (DistributedExperiment)s[0].Experiment)])
                : OwnCurves.Labels([.. settings.Select(s => s[0].Experiment)]);
        var labelled = labels.Zip(settings).ToArray();
        return new OwnGroup(
            id,
            title,
            [.. labelled.Select(l => new OwnRow(l.First, [.. l.Second]))],
            runs[0].Experiment switch
            {
                TrainingExperiment => OwnCurves.Of(id, title, labelled),
                DistributedExperiment e => ManyWorkers.Figures(id, TrainedOn(e), settings),
                _ => [],
            }
        );
    }

    private static string TitleOf(Experiment experiment) =>
        experiment is TrainingExperiment e ? $"{PaperSections.ModelTitle(e.Model)}, {KindWords.ImagesOf(e.Train)}{e.Dataset}"
        : experiment is DistributedExperiment d ? $"Many workers: {TrainedOn(d)}"
        : experiment.Kind.NamesOf(experiment).Dataset is { } dataset ? $"{experiment.Kind.Word}, {dataset}"
        : experiment.Kind.Word;

    private static string TrainedOn(DistributedExperiment e) =>
        $"{PaperSections.ModelTitle(e.Model)}, {KindWords.ImagesOf(e.Train)}{e.Dataset}";
}
