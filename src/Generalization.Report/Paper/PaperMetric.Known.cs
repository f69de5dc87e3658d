using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Training.History;

namespace Generalization.Report.Paper;

public sealed partial record PaperMetric
{
    private const string TopFive = "top-5";

    /// <summary>Training accuracy after the last epoch, in evaluation mode, against the labels trained on.</summary>
    public static PaperMetric TrainAccuracy { get; } =
        OfTrain("trainAccuracy", "training accuracy", r => r.Result?.Training?.TrainAccuracy);

    /// <summary>Accuracy on the test set, true labels.</summary>
    public static PaperMetric TestAccuracy { get; } = OfTest("testAccuracy", "test accuracy", r => r.Result?.Training?.TestAccuracy);

    /// <summary>The best accuracy on the test set at any evaluation: a maximum over noise. Source: Table 2's brackets.</summary>
    public static PaperMetric BestTestAccuracy { get; } =
        OfTest("bestTestAccuracy", "best test accuracy while training", r => r.Result?.Training?.BestTestAccuracy);

    /// <summary>The share of training examples whose label is among the five largest outputs, after the last epoch.</summary>
    public static PaperMetric TopFiveTrainAccuracy { get; } =
        OfTrain(
            "top5TrainAccuracy",
            "top-5 training accuracy",
            r => LastOf(r, e => e.TrainMetrics?.TryGetValue(TopFive, out var x) == true ? x : null)
        );

    /// <summary>The same share of the test set.</summary>
    public static PaperMetric TopFiveTestAccuracy { get; } =
        OfTest("top5TestAccuracy", "top-5 test accuracy", r => LastOf(r, TopFiveOfTest));

    /// <summary>The largest such share of the test set at any evaluation.</summary>
    public static PaperMetric BestTopFiveTestAccuracy { get; } =
        OfTest(
            "bestTop5TestAccuracy",
            "best top-5 test accuracy while training",
            r => r.Result is null ? null : r.History.Select(TopFiveOfTest).DefaultIfEmpty().Max()
        );

    /// <summary>Running accuracy over the last epoch's minibatches, augmented ones included. Source: Table 4's last rows.</summary>
    public static PaperMetric OnlineAccuracy { get; } =
        OfTrain("onlineAccuracy", "training accuracy on augmented minibatches", r => r.Result?.Training?.OnlineAccuracy);

    /// <summary>Training loss after the last epoch, in nats.</summary>
    public static PaperMetric TrainLoss { get; } = OfTraining("trainLoss", "training loss, nats", MetricUnit.Number, r => r.TrainLoss);

    /// <summary>1 − the accuracy on the test set.</summary>
    public static PaperMetric TestError { get; } =
        OfTest("testError", "test error", r => 1 - r.Result?.Training?.TestAccuracy) with
        {
            IsError = true,
            ScattersAs = "testAccuracy",
        };

    /// <summary>The best test accuracy at any evaluation minus the last one: what stopping early would have gained, had one known when. It
    /// is a maximum over noise, and so never below 0. Null where epochs were not evaluated, and where the training itself ended when it
    /// had fitted.</summary>
    public static PaperMetric EarlyStoppingGain { get; } =
        new(
            "earlyStoppingGain",
            "best test accuracy while training − last",
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

    /// <summary>Steps until 98 % of the training set is fitted, relative to the same training on true labels. Source: Figure 1b.</summary>
    /// <remarks>What counted as fitted in the paper is not said, and it plots a network that ends at 99.34 %: the last example cannot be
    /// waited for. The same at 95 and at 100 % stands beside it.</remarks>
    public static PaperMetric TimeToOverfit { get; } =
        new(
            "timeToOverfit",
            "time to fit 98 %, relative to true labels",
            MetricUnit.Number,
            (run, all) => TrainingRuns.RelativeTime(run, all, TrainingRuns.Overfitted)
        )
        {
            Beside = TimesBeside,
            WhyNot = run =>
                run.Result?.Training is { } r && TrainingRuns.StepsTo(run, TrainingRuns.Overfitted) is null
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"ran for {r.Steps:N0} steps and fits {100 * r.TrainAccuracy:F2} %, where 98 % count as fitted"
                    )
                    : "there is no time for the same training on true labels",
        };

    /// <summary>A kernel's test error.</summary>
    public static PaperMetric KernelError { get; } =
        OfTest("testErrorRate", "test error", r => r.Result?.Kernel?.TestErrorRate) with
        {
            IsError = true,
        };

    /// <summary>‖w‖ of the interpolant, over all outputs.</summary>
    public static PaperMetric KernelNorm { get; } = new("norm", "‖w‖", MetricUnit.Number, (run, _) => run.Result?.Kernel?.Norm);

    /// <summary>The largest difference between a constructed network's outputs and its targets, of the weights as they are, rounded, in
    /// exact arithmetic.</summary>
    /// <remarks>What the network's own way of counting gives is 0 by construction, and proves nothing.</remarks>
    public static PaperMetric WeightsError { get; } =
        new(
            "weightsError",
            "largest error of the rounded weights, exactly",
            MetricUnit.Number,
            (run, _) => run.Result?.FiniteSample?.WeightsError
        )
        {
            IsExact = true,
            Beside = (runs, _) =>
                runs[0].Result?.FiniteSample is { } r
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"width {r.Width:N0}, {r.Weights:N0} weights, {r.Weights / (2.0 * r.N + r.D):G4} × "
                            + $"(2n + d); a plain float64 forward "
                            + $"pass is off by {r.ModuleMaxError:G2}, and by {r.ModuleErrorBound:G2} at most in any order of summation"
                    )
                    : null,
        };

    private static double? TopFiveOfTest(EpochRecord e) => e.TestMetrics?.TryGetValue(TopFive, out var x) == true ? x : null;

    private static double? LastOf(Run run, Func<EpochRecord, double?> of) =>
        run.Result is not null && run.History.LastOrDefault() is { } last ? of(last) : null;

    private static string? TimesBeside(IReadOnlyList<Run> runs, IReadOnlyList<Run> all)
    {
        string At(double accuracy)
        {
            var times = runs.Select(r => TrainingRuns.RelativeTime(r, all, accuracy)).ToArray();
            return times.All(t => t is not null) ? times.Average()!.Value.ToString("G3", CultureInfo.InvariantCulture) : "not reached";
        }

        return $"at 95 %: {At(0.95)}; at 100 %: {At(1)}";
    }
}
