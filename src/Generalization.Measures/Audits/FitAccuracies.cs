using Generalization.Learning;

namespace Generalization.Measures.Audits;

/// <summary>How often labels are given back, in and out of sample.</summary>
/// <param name="Train">On the examples that were trained on, against the labels that were trained on.</param>
/// <param name="OutOfSample">On training examples that were not trained on, against their given labels; null where there are none.</param>
/// <param name="OutOfSampleBy">How those were left out, in words.</param>
/// <param name="Test">On the test set; null without one.</param>
public sealed record FitAccuracies(Estimate Train, Estimate? OutOfSample, string OutOfSampleBy, Estimate? Test)
{
    /// <summary>The share of the largest class among the labels that were trained on: the accuracy of who always says it. Null in results
    /// of earlier versions. Default: null.</summary>
    public double? TrainLargestClass { get; init; }

    /// <summary>The share of the largest class among the labels of <see cref="OutOfSample"/>, or of <see cref="Test"/> where there is none.
    /// Null without either, and in results of earlier versions. Default: null.</summary>
    public double? LargestClass { get; init; }

    /// <summary>Whether the accuracy on what was trained on is above the share of its largest class, by the 95 % interval. Null where that
    /// share is not known.</summary>
    public Finding? TrainAboveLargestClass => TrainLargestClass is { } largest ? Above(Train, largest) : null;

    /// <summary>Whether it learned: the accuracy on what was not trained on is above the share of the largest class there, by the 95 %
    /// interval. Null where one of the two is not known.</summary>
    public Finding? Learned => (OutOfSample ?? Test) is { } other && LargestClass is { } largest ? Above(other, largest) : null;

    /// <summary>Train minus out of sample, or minus test where there is no out-of-sample accuracy: the accuracy that comes from having seen
    /// the example. The interval is that of two independent shares; it leaves out the scatter between trainings.</summary>
    public Estimate? Gap
    {
        get
        {
            if ((OutOfSample ?? Test) is not { } other)
                return null;
            var difference = Train.Value - other.Value;
            double Side(double mine, double theirs) => Math.Sqrt(mine * mine + theirs * theirs);
            return new(
                difference,
                Side(Train.StandardError, other.StandardError),
                difference - Side(Train.Value - Train.Low, other.High - other.Value),
                difference + Side(Train.High - Train.Value, other.Value - other.Low),
                other.Count
            );
        }
    }

    // It is also unclear where there are too few examples, or one class alone, to show it.
    private static Finding Above(Estimate accuracy, double largest) =>
        accuracy.Low > largest ? Finding.Yes
        : accuracy.Value > largest || Estimate.OfShare(accuracy.Count, accuracy.Count).Low <= largest ? Finding.Unclear
        : Finding.No;
}
