using System.Collections.Immutable;

namespace Generalization.Report.Paper;

public static partial class PaperSections
{
    private static PaperSection Table2()
    {
        var rows = ImmutableArray.CreateBuilder<PaperRow>();
        // Accuracies in percent, as printed: of the first and of the first five, training and test, and the best while training.
        void Add(ImageNetSelector selector, double train, double fiveTrain, double test, double fiveTest, params double[] best)
        {
            string[] with =
            [
                .. new[]
                {
                    selector.Augmented ? "augmentation" : null,
                    selector.Dropout ? "dropout" : null,
                    selector.WeightDecay ? "weight decay" : null,
                }.OfType<string>(),
            ];
            var label =
                $"Inception V3, {(selector.Corruption == "random-labels" ? "random labels, " : "")}"
                + (with.Length == 0 ? "no regularizer" : string.Join(", ", with));
            void Row(PaperMetric metric, double percent) =>
                rows.Add(new PaperRow(label, metric, Fraction(percent, percent == 100 ? 1 : 2), selector, PaperScale.ImageNet));
            Row(PaperMetric.TrainAccuracy, train);
            Row(PaperMetric.TopFiveTrainAccuracy, fiveTrain);
            Row(PaperMetric.TestAccuracy, test);
            Row(PaperMetric.TopFiveTestAccuracy, fiveTest);
            if (best is [var one, var five])
            {
                Row(PaperMetric.BestTestAccuracy, one);
                Row(PaperMetric.BestTopFiveTestAccuracy, five);
            }
        }

        Add(new("true-labels", Augmented: true, Dropout: true, WeightDecay: true), 92.18, 99.21, 77.84, 93.92);
        Add(new("true-labels", Augmented: true), 92.33, 99.17, 72.95, 90.43);
        Add(new("true-labels", WeightDecay: true), 90.60, 100.0, 67.18, 86.44, 72.57, 91.31);
        Add(new("true-labels"), 99.53, 100.0, 59.80, 80.38, 63.16, 84.49);
        Add(new("random-labels", Dropout: true, WeightDecay: true), 91.18, 97.95, 0.09, 0.49);
        Add(new("random-labels", WeightDecay: true), 87.81, 96.15, 0.12, 0.50);
        Add(new("random-labels"), 95.20, 99.14, 0.11, 0.56);
        return new PaperSection(
            "table-2",
            "Table 2: ImageNet with and without regularizers",
            "Inception V3 on 1.28 million images of 1,000 classes fits 95 % of random labels. Where it says "
                + "so the best test accuracy while "
                + "training stands beside the last one. The list imagenet has these experiments, and small-imagenet the same on a few "
                + "pictures."
        )
        {
            Rows = rows.ToImmutable(),
            IsCovered = false,
        };
    }
}
