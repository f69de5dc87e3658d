using Generalization.Corruption;
using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Training.History;

/// <summary>What the labels alone say about a training: the baselines of its verdict. Shares are in 0..1, and 0 where there is no such
/// example.</summary>
/// <param name="AllRandom">Whether nothing can be learned from the training labels: each was drawn anew, and they agree with the true ones
/// no more often than the largest class does, and no less often than independent ones would. Labels that people gave anew agree more
/// often, and those of another rule, such as the next class for each, less often.</param>
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
        return new(
            !train.Replaced.Contains(false) && AgreesByChance(train, train.Count - changed.Count),
            MeasuredShare.LargestClassOf(train.Labels),
            MeasuredShare.LargestClassOf(changed.ToArray()),
            test is null ? 0 : MeasuredShare.LargestClassOf(test.Labels)
        );
    }

    // Labels that another rule gave, such as the next class for each, agree less often than independent ones would.
    private static bool AgreesByChance(Dataset train, int agreeing)
    {
        var interval = BinomialInterval.Of(agreeing, train.Count);
        return interval.Low <= MeasuredShare.LargestClassOf(train.TrueLabels)
            && (IsDeclaredRandom(train) || interval.High >= IndependentShare(train));
    }

    private static bool IsDeclaredRandom(Dataset train) =>
        train.Lineage.OfType<CorruptionStep>().LastOrDefault(s => s.Corruption is LabelCorruption)?.Corruption.LabelProbability == 1;

    private static double IndependentShare(Dataset train)
    {
        var (given, real) = (new double[train.ClassCount], new double[train.ClassCount]);
        for (var i = 0; i < train.Count; i++)
        {
            given[train.Labels[i]] += 1.0 / train.Count;
            real[train.TrueLabels[i]] += 1.0 / train.Count;
        }

        return given.Zip(real, (g, r) => g * r).Sum();
    }
}
