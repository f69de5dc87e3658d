using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>A number that a run gives and the paper states.</summary>
/// <remarks>Names are those of tables.json. Fractions lie in 0..1.</remarks>
public sealed record PaperMetric
{
    private readonly Func<Run, IReadOnlyList<Run>, double?> of;

    private PaperMetric(string name, string title, MetricUnit unit, Func<Run, IReadOnlyList<Run>, double?> of) =>
        (Name, Title, Unit, this.of) = (name, title, unit, of);

    /// <summary>Training accuracy after the last epoch, in evaluation mode, against the labels trained on.</summary>
    public static PaperMetric TrainAccuracy { get; } =
        OfTraining("trainAccuracy", "training accuracy", MetricUnit.Percent, r => r.TrainAccuracy);

    /// <summary>Accuracy on the test set, true labels.</summary>
    public static PaperMetric TestAccuracy { get; } = OfTraining("testAccuracy", "test accuracy", MetricUnit.Percent, r => r.TestAccuracy);

    /// <summary>Running accuracy over the last epoch's minibatches, augmented ones included. Source: Table 4's last rows.</summary>
    public static PaperMetric OnlineAccuracy { get; } =
        OfTraining("onlineAccuracy", "training accuracy on augmented minibatches", MetricUnit.Percent, r => r.OnlineAccuracy);

    /// <summary>Training loss after the last epoch, in nats.</summary>
    public static PaperMetric TrainLoss { get; } = OfTraining("trainLoss", "training loss, nats", MetricUnit.Number, r => r.TrainLoss);

    /// <summary>1 − the accuracy on the test set.</summary>
    public static PaperMetric TestError { get; } = OfTraining("testError", "test error", MetricUnit.Percent, r => 1 - r.TestAccuracy);

    /// <summary>The best test accuracy at any evaluation minus the last one: what stopping early would have gained. Null where epochs were
    /// not evaluated, and where the training itself ended when it had fitted.</summary>
    public static PaperMetric EarlyStoppingGain { get; } =
        new(
            "earlyStoppingGain",
            "gain of early stopping",
            MetricUnit.Percent,
            (run, _) =>
                !TrainingRuns.EndedWhenFitted(run) && run.History.Count(e => e.TestAccuracy is not null) > 1
                    ? run.Result?.Training?.BestTestAccuracy - run.Result?.Training?.TestAccuracy
                    : null
        )
        {
            WhyNot = run =>
                TrainingRuns.EndedWhenFitted(run)
                    ? "the training ended when it had fitted, so that nothing is known of what would have followed"
                    : "the test set was evaluated at the end alone",
        };

    /// <summary>Steps until the training set is fitted, relative to the same training on true labels. Source: Figure 1b.</summary>
    public static PaperMetric TimeToOverfit { get; } =
        new(
            "timeToOverfit",
            "time to overfit, relative to true labels",
            MetricUnit.Number,
            (run, all) => TrainingRuns.RelativeTime(run, all)
        )
        {
            WhyNot = run =>
                run.Result?.Training is { StepsToFit: null } r
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"ran for {r.Steps:N0} steps and fits {100 * r.TrainAccuracy:F2} %, where only all of it counts as " + $"fitted"
                    )
                    : "there is no time for the same training on true labels",
        };

    /// <summary>A kernel's test error.</summary>
    public static PaperMetric KernelError { get; } =
        new("testErrorRate", "test error", MetricUnit.Percent, (run, _) => run.Result?.Kernel?.TestErrorRate);

    /// <summary>‖w‖ of the interpolant, over all outputs.</summary>
    public static PaperMetric KernelNorm { get; } = new("norm", "‖w‖", MetricUnit.Number, (run, _) => run.Result?.Kernel?.Norm);

    /// <summary>The largest difference between a constructed network's outputs and its targets.</summary>
    public static PaperMetric LargestError { get; } =
        new("maxError", "largest error on the points", MetricUnit.Number, (run, _) => run.Result?.FiniteSample?.MaxError);

    /// <summary>A constructed network's free weights over 2n + d.</summary>
    public static PaperMetric WeightsOfBound { get; } =
        new(
            "weightsOfBound",
            "free weights ÷ (2n + d)",
            MetricUnit.Number,
            (run, _) => run.Result?.FiniteSample is { } r ? r.Weights / (2.0 * r.N + r.D) : null
        );

    /// <summary>The name in tables.json.</summary>
    public string Name { get; }

    /// <summary>The name for people.</summary>
    public string Title { get; }

    /// <summary>How its numbers are written.</summary>
    public MetricUnit Unit { get; }

    /// <summary>The run's number; null where it has none, or not yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="all">All runs, for metrics that compare two.</param>
    public double? Of(Run run, IReadOnlyList<Run> all)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(all);
        return of(run, all);
    }

    /// <summary>Whether it is measured on the test set after the last epoch.</summary>
    internal bool IsOfTest => this == TestAccuracy || this == TestError;

    /// <summary>Why a run that has ended gives no such number.</summary>
    internal Func<Run, string> WhyNot { get; private init; } = _ => "its runs give no such number";

    /// <summary>A value in words, such as "89.05 %"; the same in every culture.</summary>
    /// <param name="value">The value.</param>
    public string Format(double value) =>
        Unit == MetricUnit.Percent
            ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + " %"
            : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A difference in words, such as "+0.26" percentage points.</summary>
    /// <param name="difference">The difference.</param>
    public string FormatDifference(double difference)
    {
        var text =
            Unit == MetricUnit.Percent
                ? (100 * difference).ToString("F2", CultureInfo.InvariantCulture)
                : difference.ToString("G3", CultureInfo.InvariantCulture);
        return difference >= 0 ? "+" + text.TrimStart('-') : text.Replace('-', '−');
    }

    private static PaperMetric OfTraining(string name, string title, MetricUnit unit, Func<TrainingResult, double?> of) =>
        new(name, title, unit, (run, _) => run.Result?.Training is { } training ? of(training) : null);
}
