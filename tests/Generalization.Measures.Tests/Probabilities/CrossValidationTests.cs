using System.Text.Json;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.Probabilities;
using Generalization.Tests.Support;
using Generalization.Threading;

namespace Generalization.Tests.Measures.Probabilities;

public class CrossValidationTests
{
    private static readonly Dataset Data = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(60, 3, 7).Train;

    /// <summary>A learner that remembers what it was shown: it is certain of a label that it has seen, and of nothing else.</summary>
    private static FunctionLearner Memory(List<int[]>? shown = null, List<ulong>? seeds = null) =>
        new(
            "memory",
            (train, seed, _) =>
            {
                var labels = new Dictionary<uint, long>();
                for (var i = 0; i < train.Count; i++)
                    labels[train.Indices[i]] = train.Labels[i];
                shown?.Add([.. labels.Keys.Select(i => (int)i)]);
                seeds?.Add(seed);
                return new FunctionPredictor(
                    3,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, 3];
                        for (var i = 0; i < data.Count; i++)
                        for (var c = 0; c < 3; c++)
                            outputs[i, c] = labels.TryGetValue(data.Indices[i], out var label) ? (label == c ? 1 : 0) : 1.0 / 3;
                        return outputs;
                    }
                );
            }
        );

    [Fact]
    public void No_example_is_predicted_by_a_training_that_saw_it()
    {
        var table = CrossValidation.Run(Memory(), Data, 1).Table;
        for (var i = 0; i < table.Count; i++)
            table.Row(i).ToArray().Should().AllBeEquivalentTo(1.0 / 3);
        table.Labels.ToArray().Should().Equal(Data.Labels.ToArray());
        table.ClassNames.Should().Equal(Data.ClassNames);
    }

    [Fact]
    public void Each_training_sees_all_other_parts_and_each_class()
    {
        List<int[]> shown = [];
        var folds = CrossValidation.Run(Memory(shown), Data, 1, new() { Folds = 4, Repeats = 2 }).Folds;
        folds.Should().HaveCount(8);
        for (var f = 0; f < 8; f++)
        {
            (folds[f].Repeat, folds[f].Fold, folds[f].Folds).Should().Be((f / 4, f % 4, 4));
            folds[f].Positions.Should().BeInAscendingOrder();
            shown[f].Should().BeEquivalentTo(Enumerable.Range(0, 60).Except(folds[f].Positions));
            folds[f].Positions.Select(i => Data.Labels[i]).Distinct().Should().HaveCount(3);
        }

        folds.Take(4).SelectMany(f => f.Positions).Should().BeEquivalentTo(Enumerable.Range(0, 60));
        folds[0].Positions.Should().NotEqual(folds[4].Positions);
    }

    [Fact]
    public void A_kernels_outputs_become_probabilities_and_repeats_their_mean()
    {
        var learner = new KernelLearner(new GaussianKernel(0.1));
        var result = CrossValidation.Run(learner, Data, 3, new() { Folds = 3, Repeats = 2 });
        result.Table.Accuracy.Should().BeGreaterThan(0.9);
        var example = result.Folds[0].Positions[0];
        var again = result.Folds.Single(f => f.Repeat == 1 && f.Positions.Contains(example));
        for (var c = 0; c < 3; c++)
            result
                .Table.Row(example)[c]
                .Should()
                .BeApproximately(
                    (result.Folds[0].Probabilities[c] + again.Probabilities[again.Positions.IndexOf(example) * 3 + c]) / 2,
                    1e-15
                );
    }

    [Fact]
    public void It_goes_on_from_folds_that_were_stored()
    {
        List<CrossValidationFold> stored = [];
        List<ulong> seeds = [];
        var options = new CrossValidationOptions { Folds = 3, Repeats = 2 };
        using var stop = new CancellationTokenSource();
        var interrupted = () =>
            CrossValidation.Run(
                Memory(null, seeds),
                Data,
                5,
                options,
                completed: fold =>
                {
                    stored.Add(fold);
                    if (stored.Count == 4)
                        stop.Cancel();
                },
                token: stop.Token
            );
        interrupted.Should().Throw<OperationCanceledException>();
        stored.Should().HaveCount(4);

        var read = JsonSerializer.Deserialize<CrossValidationFold[]>(JsonSerializer.Serialize(stored))!;
        List<CrossValidationProgress> heard = [];
        var resumed = CrossValidation.Run(
            Memory(null, seeds),
            Data,
            5,
            options,
            read,
            progress: new SynchronousProgress<CrossValidationProgress>(heard.Add)
        );
        heard.Should().Equal(new CrossValidationProgress(4, 6, 1, 1, null), new CrossValidationProgress(5, 6, 1, 2, null));

        List<ulong> all = [];
        var whole = CrossValidation.Run(Memory(null, all), Data, 5, options);
        seeds.Should().Equal(all).And.OnlyHaveUniqueItems();
        for (var i = 0; i < Data.Count; i++)
            resumed.Table.Row(i).ToArray().Should().Equal(whole.Table.Row(i).ToArray());
    }

    [Fact]
    public void More_repeats_keep_those_that_are_done()
    {
        var once = CrossValidation.Run(Memory(), Data, 5);
        List<int[]> shown = [];
        CrossValidation.Run(Memory(shown), Data, 5, new() { Repeats = 2 }, once.Folds).Folds[..5].Should().Equal(once.Folds);
        shown.Should().HaveCount(5);
        CrossValidation.Run(Memory(shown), Data, 5, null, CrossValidation.Run(Memory(), Data, 5, new() { Repeats = 2 }).Folds);
        shown.Should().HaveCount(5);
    }

    [Fact]
    public void Folds_of_another_cross_validation_are_refused()
    {
        var fold = CrossValidation.Run(Memory(), Data, 5).Folds[1];
        Refused(fold with { Learner = "other" }, "by the learner other and not memory");
        Refused(fold with { DataHash = "ff" }, $"of other data, of the hash ff and not {Data.ContentHash}");
        Refused(fold with { Seed = 6 }, "of the seed 6 and not 5");
        Refused(fold with { Rule = ProbabilityRule.Softmax }, "by the rule Softmax and not Given");
        Refused(fold with { Folds = 4 }, "of 4 folds and not 5");
        Refused(fold with { Positions = [0] }, "of other examples");
        Refused(fold with { Probabilities = [0] }, "damaged");
    }

    [Fact]
    public void How_far_a_training_is_is_heard()
    {
        List<CrossValidationProgress> heard = [];
        CrossValidation.Run(
            new KernelLearner(new GaussianKernel(0.1)),
            Data,
            1,
            new() { Folds = 2 },
            progress: new SynchronousProgress<CrossValidationProgress>(heard.Add)
        );
        heard.Should().Contain(p => p.Fold == 1 && p.Done == 1 && p.Training != null);
    }

    [Fact]
    public void Outputs_that_are_no_probabilities_are_refused()
    {
        var logits = new FunctionLearner("mine", (_, _, _) => new FunctionPredictor(3, (data, _) => new double[data.Count, 3]));
        new Action(() => CrossValidation.Run(logits, Data, 1))
            .Should()
            .Throw<ProbabilityTableException>()
            .WithMessage(
                "The outputs of mine for fold 0 of repeat 0 must sum to 1 in each row, within 0.001, but "
                    + "those of example 0 sum to 0. Give the "
                    + "probabilities of all classes and nothing else, or set SumTolerance in a program where they were "
                    + "rounded. Or set Rule to what makes "
                    + "probabilities of the outputs."
            );
        CrossValidation
            .Run(logits, Data, 1, new() { Rule = ProbabilityRule.Softmax })
            .Table.Row(0)[0]
            .Should()
            .BeApproximately(1.0 / 3, 1e-15);
    }

    [Fact]
    public void A_class_with_one_example_is_refused()
    {
        var few = Data.Select([0, 3, 6, 1, 4, 7, 2]);
        new Action(() => CrossValidation.Run(Memory(), few, 1, new() { Folds = 2 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Each class must have at least 2 examples, since one is held out, but class 2 "
                    + $"({Data.ClassNames[2]}) of synthetic has 1; add "
                    + "examples, or leave the class out.*"
            );
    }

    [Fact]
    public void Real_targets_are_refused() =>
        new Action(() => CrossValidation.Run(Memory(), Data.WithTargets(new double[60, 1], "targets"), 1))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Probabilities are of classes, but synthetic has real targets and no classes; take data with classes.*");

    [Fact]
    public void More_folds_than_examples_are_refused() =>
        new Action(() => CrossValidation.Run(Memory(), Data.Take(6), 1, new() { Folds = 7 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be at least as many examples as folds, but synthetic has 6 and there are 7; take fewer folds.*");

    [Fact]
    [NoTensorLeaks]
    public void Predictors_are_disposed() =>
        CrossValidation.Run(new KernelLearner(new GaussianKernel(0.1)), Data, 1, new() { Folds = 2 }).Folds.Should().HaveCount(2);

    private static void Refused(CrossValidationFold fold, string problem) =>
        new Action(() => CrossValidation.Run(Memory(), Data, 5, null, [fold]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"A fold that was done before must be of this cross-validation, but fold 1 of repeat 0 is {problem}; leave it out."
            );
}
