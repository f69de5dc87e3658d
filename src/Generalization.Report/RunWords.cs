using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Kernels.Functions;
using Generalization.Report.Paper;

namespace Generalization.Report;

/// <summary>An experiment and its outcome in a line.</summary>
public static class RunWords
{
    /// <summary>What is run.</summary>
    /// <param name="experiment">The experiment.</param>
    public static string Of(Experiment experiment) =>
        experiment switch
        {
            TrainingExperiment e => string.Join(", ", Parts(e)),
            KernelExperiment e => string.Create(
                CultureInfo.InvariantCulture,
                $"{e.Kernel} kernel on {Features(e)} of "
                    + $"{Images(e.Train)}{e.Dataset}{(e.Ridge > 0 ? $", ridge {Plain(e.Ridge)}" : "")}, "
                    + $"{e.Labels} labels, seed {e.Seed}"
            ),
            FiniteSampleExperiment e => string.Create(
                CultureInfo.InvariantCulture,
                $"constructed network, depth {e.Depth}, {e.N} points of "
                    + $"{e.Dataset ?? "random numbers"}, "
                    + $"{e.Targets}, seed {e.Seed}"
            ),
            _ => experiment.Id,
        };

    /// <summary>What came of it, or how far it is.</summary>
    /// <param name="record">The run.</param>
    public static string Outcome(RunRecord record) =>
        record switch
        {
            null => throw new ArgumentNullException(nameof(record)),
            { Result: { } result } => Outcome(result),
            { Status: RunStatus.Failed } => "failed",
            { Status: RunStatus.Running } => record.History.IsEmpty ? "running" : $"running, {Count(record.History.Length, "epoch")} done",
            { History.Length: > 0 } => $"stopped after {Count(record.History.Length, "epoch")}, goes on when started again",
            _ => "not run yet",
        };

    /// <summary>What came of it.</summary>
    /// <param name="result">The result.</param>
    public static string Outcome(RunResult result) =>
        result switch
        {
            null => throw new ArgumentNullException(nameof(result)),
            { Error: { } error } => $"failed: {error}",
            { Training: { } r } => $"training {Percent(r.TrainAccuracy)}, test {Percent(r.TestAccuracy)}, {Count(r.Epochs, "epoch")}",
            { Kernel: { } r } => $"test error {Percent(r.TestErrorRate)}",
            { FiniteSample: { } r } => $"largest error {r.MaxError.ToString("G3", CultureInfo.InvariantCulture)}, "
                + $"{r.Weights.ToString("N0", CultureInfo.InvariantCulture)} weights",
            _ => "nothing",
        };

    /// <summary>A time in the unit that suits it.</summary>
    /// <param name="seconds">Seconds.</param>
    public static string Duration(double seconds) =>
        seconds < 120 ? FormattableString.Invariant($"{seconds:F1} s")
        : seconds < 7200 ? FormattableString.Invariant($"{seconds / 60:F1} min")
        : FormattableString.Invariant($"{seconds / 3600:F1} h");

    private static IEnumerable<string> Parts(TrainingExperiment e)
    {
        yield return PaperSections.ModelTitle(e.Model);
        yield return PaperSections.CorruptionTitle(e.Corruption) + (e.Probability is { } p ? $" (p = {Plain(p)})" : "");
        if (e.Augment != "none")
            yield return e.Augment;
        if (e.WeightDecay > 0)
            yield return $"weight decay {Plain(e.WeightDecay)}";
        if (e.Dropout > 0)
            yield return $"dropout {Plain(e.Dropout)}";
        if (e.Precision != "float32")
            yield return e.Precision;
        yield return Images(e.Train) + e.Dataset;
        yield return FormattableString.Invariant($"seed {e.Seed}");
    }

    private static string Features(KernelExperiment e) =>
        e.Features switch
        {
            "none" => "pixels",
            "gabor" => "Gabor features",
            _ => FormattableString.Invariant($"{e.Filters} random filters"),
        };

    private static string Images(int? count) => count is { } n ? n.ToString("N0", CultureInfo.InvariantCulture) + " images of " : "";

    private static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Plain(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Percent(double? fraction) =>
        fraction is { } f ? (100 * f).ToString("F1", CultureInfo.InvariantCulture) + " %" : "–";
}
