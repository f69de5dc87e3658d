using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

public static partial class PaperSections
{
    // A property: static fields of another file of this class may be set after All is made.
    private static string[] Overfitting => ["inception", "alexnet", "mlp-1x512"];

    private static PaperSection Figure1a() =>
        new(
            "figure-1a",
            "Figure 1a: training loss",
            "On CIFAR-10, Inception's training loss reaches zero whatever is done to the data. Random labels "
                + "start latest; once fitting starts it is quick."
        )
        {
            Rows =
            [
                .. new[] { "true-labels", "random-labels", "shuffled-pixels", "random-pixels", "gaussian" }.Select(
                    corruption => new PaperRow(
                        $"Inception, {CorruptionTitle(corruption)}",
                        PaperMetric.TrainLoss,
                        0.0,
                        new TrainingSelector("inception", corruption),
                        PaperScale.Cifar10
                    )
                    {
                        Tolerance = 0.05,
                    }
                ),
            ],
        };

    private static PaperSection Figure1b() =>
        new(
            "figure-1b",
            "Figure 1b: time to overfit against label corruption",
            "With more labels drawn at random, fitting takes longer, by a small factor only: up to about 3.5 "
                + "times the steps that true labels take. "
                + "Here a training set counts as fitted when every one of its labels is right; what counted in the paper is not said."
        )
        {
            Rows =
            [
                .. Overfitting.Select(model => new PaperRow(
                    $"{ModelTitle(model)}, random labels",
                    PaperMetric.TimeToOverfit,
                    new PaperValue(1, 3.5, "1 to about 3.5"),
                    new TrainingSelector(model, "random-labels"),
                    PaperScale.Cifar10
                )
                {
                    Tolerance = 0.35,
                }),
            ],
        };

    private static PaperSection Figure1c() =>
        new(
            "figure-1c",
            "Figure 1c: test error against label corruption",
            "The more labels are random, the larger the error on new images, up to 90 %, which is guessing."
        )
        {
            Rows =
            [
                .. Overfitting.Select(model => new PaperRow(
                    $"{ModelTitle(model)}, random labels",
                    PaperMetric.TestError,
                    0.9,
                    new TrainingSelector(model, "random-labels"),
                    PaperScale.Cifar10
                )),
            ],
        };

    private static PaperSection LearnThenMemorize() =>
        new(
            "learn-then-memorize",
            "Learning before memorizing",
            "Not a figure of the paper. Where some labels are random, networks fit the true ones first and the random ones "
                + "later: the accuracy on each part of the training set, epoch by epoch."
        );

    private static PaperSection Figure2a() =>
        new("figure-2a", "Figure 2a: early stopping on ImageNet", "Experiments here do not cover ImageNet.") { IsCovered = false };

    private static PaperSection Figure2b() =>
        new(
            "figure-2b",
            "Figure 2b: batch normalization and early stopping",
            "Batch normalization is worth 3 to 4 points on CIFAR-10; stopping at the best test accuracy so far, the upper "
                + "edge of the shade, gains nothing. That can only be seen in trainings that go on after they have fitted."
        )
        {
            Rows =
            [
                .. new[] { ("inception", 0.8575), ("inception-no-bn", 0.82) }
                    .SelectMany(m => new[] { (m.Item1, PaperMetric.TestAccuracy, m.Item2), (m.Item1, PaperMetric.EarlyStoppingGain, 0.0) })
                    .Select(r => new PaperRow(
                        ModelTitle(r.Item1),
                        r.Item2,
                        r.Item3,
                        new TrainingSelector(r.Item1, "true-labels"),
                        PaperScale.Cifar10
                    )),
            ],
        };

    private static PaperSection Section4() =>
        new(
            "section-4",
            "Section 4: finite-sample expressivity",
            "A ReLU network of two layers and 2n + d weights takes any values on n points of d dimensions, and a deep one "
                + "of O(n + d) weights and width O(n/k) does so too. They are constructed, not trained, on the first n training "
                + "images."
        )
        {
            Rows =
            [
                new("Two layers", PaperMetric.WeightsOfBound, 1.0, new FiniteSampleSelector(false), PaperScale.Cifar10) { Tolerance = 0 },
                new("Two layers", PaperMetric.LargestError, 0.0, new FiniteSampleSelector(false), PaperScale.Cifar10) { Tolerance = 1e-6 },
                new("Deeper", PaperMetric.LargestError, 0.0, new FiniteSampleSelector(true), PaperScale.Cifar10) { Tolerance = 1e-6 },
            ],
        };

    /// <summary>A corruption's name as the paper writes it.</summary>
    /// <param name="corruption">The corruption's name.</param>
    public static string CorruptionTitle(string corruption) => PaperNames.OfCorruption(corruption);
}
