using System.Collections.Immutable;
using Generalization.Data;

namespace Generalization.Measures.WholeSet;

/// <summary>The classes of a training set beside those of its test set.</summary>
/// <param name="Train">The training set's.</param>
/// <param name="Test">The test set's.</param>
public sealed record SplitBalance(ClassBalance Train, ClassBalance Test)
{
    /// <summary>Classes that the test set has and the training set has not: they cannot be learned.</summary>
    public ImmutableArray<int> OnlyInTest => [.. Train.Missing.Except(Test.Missing)];

    /// <summary>Classes that the training set has and the test set has not: nothing is measured of them.</summary>
    public ImmutableArray<int> OnlyInTrain => [.. Test.Missing.Except(Train.Missing)];

    /// <summary>Classes that neither has.</summary>
    public ImmutableArray<int> InNeither => [.. Train.Missing.Intersect(Test.Missing)];

    /// <summary>½ Σ |p_c − q_c|, in 0..1: how far the two sets' shares of classes are apart.</summary>
    public double Distance =>
        Train.Counts.Zip(Test.Counts, (m, n) => Math.Abs((double)m / Math.Max(1, Train.Count) - (double)n / Math.Max(1, Test.Count))).Sum()
        / 2;

    /// <summary>Counts the labels of both sets as they are assigned.</summary>
    /// <param name="data">The sets, with classes.</param>
    /// <exception cref="ArgumentException">All examples of a set are of one class.</exception>
    /// <exception cref="InvalidOperationException">There are real targets and no classes.</exception>
    public static SplitBalance Of(TrainTestData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(Several(data.Train), Several(data.Test));
    }

    private static ClassBalance Several(Dataset data)
    {
        var balance = ClassBalance.Of(data);
        if (balance.Counts.Count(n => n > 0) > 1)
            return balance;
        var set = data.Split == DatasetSplit.Train ? "training" : "test";
        throw new ArgumentException(
            $"The {set} set must have examples of at least two classes, but all {data.Count} of {data.Name} are of class {balance.Largest} "
                + $"({data.ClassNames[balance.Largest]}); draw the sets from all classes.",
            nameof(data)
        );
    }
}
