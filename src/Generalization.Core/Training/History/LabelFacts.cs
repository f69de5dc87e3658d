using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Training.History;

/// <summary>What the labels alone say of a training: the baselines of its verdict. Shares are in 0..1, and 0 where there is no such
/// example.</summary>
/// <param name="AllRandom">Whether nothing can be learned from the training labels: each was drawn anew, and they agree with the true ones
/// no more often than the largest class does. Labels that people gave anew agree more often.</param>
/// <param name="LargestTrainClass">The largest class's share of the training labels as trained on.</param>
/// <param name="LargestChangedClass">The largest class's share of those that differ from the true ones.</param>
/// <param name="LargestTestClass">The largest class's share of the test labels.</param>
public sealed record LabelFacts(bool AllRandom, double LargestTrainClass, double LargestChangedClass, double LargestTestClass)
{
    /// <summary>The facts of a training set and its test set; null where real targets are learned.</summary>
    /// <param name="train">The training set.</param>
    /// <param name="test">The test set. Default: none.</param>
    public static LabelFacts? Of(Dataset train, Dataset? test = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.TargetCount > 0)
            return null;
        var changed = new List<long>();
        for (var i = 0; i < train.Count; i++)
            if (train.Labels[i] != train.TrueLabels[i])
                changed.Add(train.Labels[i]);
        var agreeing = BinomialInterval.Of(train.Count - changed.Count, train.Count);
        return new(
            !train.Replaced.Contains(false) && agreeing.Low <= MeasuredShare.LargestClassOf(train.TrueLabels),
            MeasuredShare.LargestClassOf(train.Labels),
            MeasuredShare.LargestClassOf(changed.ToArray()),
            test is null ? 0 : MeasuredShare.LargestClassOf(test.Labels)
        );
    }
}
