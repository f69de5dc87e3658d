using System.Globalization;
using System.Text;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Kernels.Functions;
using Generalization.Report.Paper;

namespace Generalization.Report;

/// <summary>runs.csv: a row for each experiment; what does not apply is empty.</summary>
internal static class RunsCsv
{
    private static readonly (string Name, Func<RunRecord, object?> Of)[] Columns =
    [
        ("id", r => r.Experiment.Id),
        (
            "kind",
            r =>
                r.Experiment switch
                {
                    TrainingExperiment => "training",
                    KernelExperiment => "kernel",
                    _ => "finite-sample",
                }
        ),
        ("status", r => r.Status.ToString().ToLowerInvariant()),
        (
            "dataset",
            r =>
                r.Experiment switch
                {
                    TrainingExperiment e => e.Dataset,
                    KernelExperiment e => e.Dataset,
                    FiniteSampleExperiment e => e.Dataset,
                    _ => null,
                }
        ),
        (
            "trainCount",
            r =>
                r.Result switch
                {
                    { Training: { } t } => t.TrainCount,
                    { Kernel: { } k } => k.N,
                    { FiniteSample: { } f } => f.N,
                    _ => PaperScale.Used.By(r).Train,
                }
        ),
        ("testCount", r => PaperScale.Used.By(r).Test),
        ("seed", r => r.Experiment.Seed),
        ("model", Training(e => e.Model)),
        ("corruption", Training(e => e.Corruption)),
        ("corruptionProbability", Training(e => TrainingRuns.LabelCorruption(e))),
        ("augment", Training(e => e.Augment)),
        ("weightDecay", Training(e => e.WeightDecay)),
        ("dropout", Training(e => e.Dropout)),
        ("precision", Training(e => e.Precision)),
        ("weightDecayOn", Training(e => e.WeightDecayOn)),
        ("learningRate", Training(e => e.LearningRate)),
        ("decay", Training(e => e.Decay)),
        ("decaySteps", Training(e => e.DecaySteps)),
        ("batchSize", Training(e => e.BatchSize)),
        ("momentum", Training(e => e.Momentum)),
        ("mostEpochs", Training(e => e.Epochs)),
        ("stopWhenFitted", Training(e => e.StopWhenFitted ? "true" : "false")),
        ("patience", Training(e => e.Patience)),
        ("testEvery", Training(e => e.TestEvery)),
        ("epochs", r => r.Result?.Training?.Epochs),
        ("epochsToFit", r => r.Result?.Training?.EpochsToFit),
        ("stepsToFit", r => r.Result?.Training?.StepsToFit),
        ("steps", r => r.Result?.Training?.Steps),
        ("trainLoss", r => r.Result?.Training?.TrainLoss),
        ("trainAccuracy", r => r.Result?.Training?.TrainAccuracy),
        ("onlineAccuracy", r => r.Result?.Training?.OnlineAccuracy),
        ("testLoss", r => r.Result?.Training?.TestLoss),
        ("testAccuracy", r => r.Result?.Training?.TestAccuracy),
        ("bestTestAccuracy", r => r.Result?.Training?.BestTestAccuracy),
        ("cleanSubsetAccuracy", r => r.Result?.Training?.CleanSubsetAccuracy),
        ("corruptedSubsetAccuracy", r => r.Result?.Training?.CorruptedSubsetAccuracy),
        ("kernel", r => (r.Experiment as KernelExperiment)?.Kernel),
        ("gamma", r => (r.Experiment as KernelExperiment)?.Gamma),
        ("labels", r => (r.Experiment as KernelExperiment)?.Labels),
        ("solver", r => (r.Experiment as KernelExperiment)?.Solver),
        ("features", r => (r.Experiment as KernelExperiment)?.Features),
        ("filters", r => (r.Experiment as KernelExperiment)?.Filters),
        ("ridge", r => (r.Experiment as KernelExperiment)?.Ridge),
        ("testErrorRate", r => r.Result?.Kernel?.TestErrorRate),
        ("norm", r => r.Result?.Kernel?.Norm),
        ("depth", r => (r.Experiment as FiniteSampleExperiment)?.Depth),
        ("targets", r => (r.Experiment as FiniteSampleExperiment)?.Targets),
        ("width", r => r.Result?.FiniteSample?.Width),
        ("weights", r => r.Result?.FiniteSample?.Weights),
        ("maxError", r => r.Result?.FiniteSample?.MaxError),
        ("moduleMaxError", r => r.Result?.FiniteSample?.ModuleMaxError),
        ("seconds", r => r.Result?.Seconds),
        ("device", r => r.Result?.Device),
        ("threads", r => r.Result?.Threads),
        ("version", r => r.Result?.Version),
        ("dataHash", r => r.Result?.DataHash),
        ("weightsHash", r => r.Result?.WeightsHash),
        ("finished", r => r.Result?.Finished),
        ("error", r => r.Result?.Error),
    ];

    public static string Of(IEnumerable<RunRecord> records)
    {
        var text = new StringBuilder().AppendJoin(',', Columns.Select(c => c.Name)).Append('\n');
        foreach (var record in records)
            text.AppendJoin(',', Columns.Select(c => Field(c.Of(record)))).Append('\n');
        return text.ToString();
    }

    private static Func<RunRecord, object?> Training(Func<TrainingExperiment, object?> of) =>
        r => r.Experiment is TrainingExperiment e ? of(e) : null;

    private static string Field(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
