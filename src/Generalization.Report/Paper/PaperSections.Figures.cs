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
                        Margin = 0.05,
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
                + "The paper does not say when a network counts as fitted. Here it is 98 % of the labels, because "
                + "one of its networks ends at 99.34 %."
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
                    Margin = 0.35,
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
                )
                {
                    CountedIn = "table-1",
                }),
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
        new(
            "figure-2a",
            "Figure 2a: early stopping on ImageNet",
            "Without augmentation the test accuracy of Inception V3 falls again while it fits: stopping at the best so far, the upper edge "
                + "of the shade, gains what Table 2's brackets say. The lists imagenet and small-imagenet have these experiments."
        )
        {
            IsCovered = false,
        };

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
                    )
                    {
                        Margin = r.Item2 == PaperMetric.EarlyStoppingGain ? 0.01 : 0.02,
                        CountedIn = r.Item2 == PaperMetric.EarlyStoppingGain ? null : "table-1",
                    }),
            ],
        };

    private static PaperSection Section4() =>
        new(
            "section-4",
            "Section 4: finite-sample expressivity",
            "A ReLU network of two layers and 2n + d weights takes any values on n points of d dimensions, and a deep one "
                + "of O(n + d) weights and width O(n/k) does so too. They are constructed, not trained, on the first n training "
                + "images. What counts is the exact error of their weights, which are rounded numbers."
        )
        {
            Rows =
            [
                new("Two layers", PaperMetric.WeightsError, 0.0, new FiniteSampleSelector(false), PaperScale.Cifar10) { Margin = 1e-9 },
                new("Deeper", PaperMetric.WeightsError, 0.0, new FiniteSampleSelector(true), PaperScale.Cifar10) { Margin = 1e-9 },
            ],
        };

    /// <summary>A corruption's name as the paper writes it.</summary>
    /// <param name="corruption">The corruption's name.</param>
    public static string CorruptionTitle(string corruption) => PaperNames.OfCorruption(corruption);

    private static PaperSection Section5() =>
        new(
            "section-5",
            "Section 5: implicit regularization",
            "On a linear problem with fewer points than dimensions many solutions fit exactly. SGD from zero finds the one of least "
                + "norm. The norm does not tell which features generalize better."
        );
}
