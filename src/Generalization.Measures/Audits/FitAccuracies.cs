namespace Generalization.Measures.Audits;

/// <summary>How often labels are given back, in and out of sample.</summary>
/// <param name="Train">On the examples that were trained on, against the labels that were trained on.</param>
/// <param name="OutOfSample">On training examples that were not trained on, against their given labels; null where there are none.</param>
/// <param name="OutOfSampleBy">How those were left out, in words.</param>
/// <param name="Test">On the test set; null without one.</param>
public sealed record FitAccuracies(Estimate Train, Estimate? OutOfSample, string OutOfSampleBy, Estimate? Test)
{
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
}
