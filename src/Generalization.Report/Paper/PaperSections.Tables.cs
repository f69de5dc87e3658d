using System.Collections.Immutable;

namespace Generalization.Report.Paper;

public static partial class PaperSections
{
    private const string Augmentation = "flip,rotate:25";

    private static PaperSection Table1()
    {
        var rows = ImmutableArray.CreateBuilder<PaperRow>();
        // Accuracies in percent, as printed.
        void Add(string model, bool crop, bool decay, double train, double test, string corruption = "true-labels")
        {
            var with = (crop, decay) switch
            {
                (true, true) => "random crop, weight decay",
                (true, false) => "random crop",
                (false, true) => "weight decay",
                _ => "no regularizer",
            };
            var label = $"{ModelTitle(model)}, {(corruption == "random-labels" ? "random labels, " : "")}{with}";
            var selector = new TrainingSelector(model, corruption, crop ? "crop" : "none", decay);
            rows.Add(new PaperRow(label, PaperMetric.TrainAccuracy, Fraction(train, train == 100 ? 1 : 2), selector, PaperScale.Cifar10));
            rows.Add(new PaperRow(label, PaperMetric.TestAccuracy, Fraction(test), selector, PaperScale.Cifar10));
        }

        Add("inception", true, true, 100.0, 89.05);
        Add("inception", true, false, 100.0, 89.31);
        Add("inception", false, true, 100.0, 86.03);
        Add("inception", false, false, 100.0, 85.75);
        Add("inception", false, false, 100.0, 9.78, "random-labels");
        Add("inception-no-bn", false, true, 100.0, 83.00);
        Add("inception-no-bn", false, false, 100.0, 82.00);
        Add("inception-no-bn", false, false, 100.0, 10.12, "random-labels");
        Add("alexnet", true, true, 99.90, 81.22);
        Add("alexnet", true, false, 99.82, 79.66);
        Add("alexnet", false, true, 100.0, 77.36);
        Add("alexnet", false, false, 100.0, 76.07);
        Add("alexnet", false, false, 99.82, 9.86, "random-labels");
        Add("mlp-3x512", false, true, 100.0, 53.35);
        Add("mlp-3x512", false, false, 100.0, 52.39);
        Add("mlp-3x512", false, false, 100.0, 10.48, "random-labels");
        Add("mlp-1x512", false, true, 99.80, 50.39);
        Add("mlp-1x512", false, false, 100.0, 50.51);
        Add("mlp-1x512", false, false, 99.34, 10.61, "random-labels");
        return new PaperSection(
            "table-1",
            "Table 1: training and test accuracy on CIFAR-10",
            "The same networks fit true labels and random ones. With true labels they do well on new images, and explicit "
                + "regularizers change little; with random labels they can only guess, which is right once in ten."
        )
        {
            Rows = rows.ToImmutable(),
        };
    }

    private static PaperSection Table3()
    {
        var randomFilters = PaperScale.Cifar10 with { Filters = 32_000 };
        const string outputs = "how ten outputs make one norm is not said in the paper";
        return new PaperSection(
            "table-3",
            "Table 3: kernel regression, test error",
            "A kernel that fits the training labels exactly, with no regularization, generalizes too. The paper says neither γ "
                + "nor how ten outputs make one ‖w‖. Here the norm is √(Σ αᵀKα) over all of them, which may "
                + "be another quantity, and is not compared."
        )
        {
            Rows =
            [
                new("MNIST, pixels", PaperMetric.KernelError, Fraction(1.2, 1), new KernelSelector("mnist", "none"), PaperScale.Mnist),
                new("MNIST, pixels", PaperMetric.KernelNorm, 220, new KernelSelector("mnist", "none"), PaperScale.Mnist)
                {
                    Margin = 11,
                    LeftOpen = outputs,
                },
                new(
                    "MNIST, Gabor filters",
                    PaperMetric.KernelError,
                    Fraction(0.6, 1),
                    new KernelSelector("mnist", "gabor"),
                    PaperScale.Mnist
                ),
                new("MNIST, Gabor filters", PaperMetric.KernelNorm, 390, new KernelSelector("mnist", "gabor"), PaperScale.Mnist)
                {
                    Margin = 19.5,
                    LeftOpen = outputs,
                },
                new("CIFAR-10, pixels", PaperMetric.KernelError, 0.46, new KernelSelector("cifar10", "none"), PaperScale.Cifar10),
                new(
                    "CIFAR-10, random convolutional filters",
                    PaperMetric.KernelError,
                    0.17,
                    new KernelSelector("cifar10", "random-conv"),
                    randomFilters
                ),
                new(
                    "CIFAR-10, random convolutional filters, ridge",
                    PaperMetric.KernelError,
                    0.15,
                    new KernelSelector("cifar10", "random-conv", Ridge: true),
                    randomFilters
                ),
            ],
        };
    }

    private static PaperSection Table4()
    {
        PaperRow Decay(string model, PaperValue paper) =>
            new(
                $"{ModelTitle(model)}, weight decay",
                PaperMetric.TrainAccuracy,
                paper,
                new TrainingSelector(model, "random-labels", WeightDecay: true),
                PaperScale.Cifar10
            );
        PaperRow Augmented(string words, string augment, double paper) =>
            new(
                $"Inception, {words}",
                PaperMetric.OnlineAccuracy,
                Fraction(paper),
                new TrainingSelector("inception", "random-labels", augment),
                PaperScale.Cifar10
            );
        return new PaperSection(
            "table-4",
            "Table 4: random labels with explicit regularizers, training accuracy",
            "Regularizers do not keep networks from fitting random labels. Where images change at random, the accuracy is "
                + "that on the changed ones. The paper does not state its coefficient of weight decay."
        )
        {
            Rows =
            [
                Decay("inception", Fraction(100, 1)),
                Decay("alexnet", new PaperValue(0, 0.5, "failed to converge")),
                Decay("mlp-3x512", Fraction(100, 1)),
                Decay("mlp-1x512", Fraction(99.21)),
                Augmented("random cropping", "crop", 99.93),
                Augmented("flips and rotations", Augmentation, 99.28),
            ],
        };
    }

    // As decimals so that 89.05 % is the double 0.8905 and prints as such; with the digits that are printed.
    private static PaperValue Fraction(double percent, int digits = 2) =>
        PaperValue.FromDouble((double)((decimal)percent / 100)) with
        {
            Rounding = digits == 1 ? 0.0005 : 0.00005,
        };
}
