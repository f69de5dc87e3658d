using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Learning;

namespace Generalization.Tests.Learning;

public class FunctionLearnerTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 2, 2), 3).Create(12, 6, seed: 1);

    [Fact]
    public void All_labelings_are_fitted_in_their_order()
    {
        ILearner learner = new FunctionLearner(
            "count",
            (train, _, _) => new FunctionPredictor(1, (set, _) => Filled(set.Count, train.Labels[0]))
        );
        var shifted = Relabelled(2);
        var fitted = learner.FitAll([Data.Train, shifted], seed: 0);
        fitted.Select(f => f.Predict(Data.Test)[0, 0]).Should().Equal(Data.Train.Labels[0], 2);
    }

    [Fact]
    public void What_was_fitted_is_freed_where_a_later_labeling_fails()
    {
        var freed = 0;
        ILearner learner = new FunctionLearner(
            "half",
            (train, _, _) =>
                train.Labels[0] == 2
                    ? throw new InvalidOperationException("Enough.")
                    : new FunctionPredictor(1, (set, _) => Filled(set.Count, 0), new Freed(() => freed++))
        );
        ((Action)(() => learner.FitAll([Data.Train, Relabelled(2)], seed: 0))).Should().Throw<InvalidOperationException>();
        freed.Should().Be(1);
    }

    [Fact]
    public void Labelings_are_of_the_same_examples()
    {
        ILearner learner = new FunctionLearner("none", (_, _, _) => throw new InvalidOperationException());
        ((Action)(() => learner.FitAll([], 0)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be at least one labeling, but there was none.*");
        ((Action)(() => learner.FitAll([Data.Train, Data.Train.Take(5)], 0)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Labelings must be of the same examples, but labeling 1 has other ones than the first; fit it by itself.*");
    }

    private static Dataset Relabelled(long label) =>
        Dataset.FromPixels(
            "relabelled",
            DatasetSplit.Train,
            Data.Shape,
            new byte[Data.Train.Count * Data.Shape.Size],
            [.. Enumerable.Repeat(label, Data.Train.Count)],
            Data.ClassNames
        );

    private static double[,] Filled(int count, double value)
    {
        var outputs = new double[count, 1];
        for (var i = 0; i < count; i++)
            outputs[i, 0] = value;
        return outputs;
    }

    private sealed class Freed(Action free) : IDisposable
    {
        public void Dispose() => free();
    }
}
