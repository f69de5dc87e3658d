using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures;
using Generalization.Measures.Audits;

namespace Generalization.Tests.Measures.Audits;

public class AuditWordsTests
{
    private const string Given = "it gives back {0} % of the labels that it was trained on and {1} % of the test images",
        Beside = Given + " (interval {2}), where always answering the largest class gives {3} %";

    /// <summary>A thousand images of ten classes; the first of them may have more than the others.</summary>
    private static Dataset Images(DatasetSplit split, int count, int moreOfFirst) =>
        Dataset.FromPixels(
            "noise",
            split,
            new ImageShape(1, 4, 4),
            [.. Enumerable.Range(0, 16 * count).Select(i => (byte)((i + 1 + (int)split) * 2654435761L >> 13))],
            [.. Enumerable.Range(0, count).Select(i => i < moreOfFirst ? 0L : i % 10)],
            [.. Enumerable.Range(0, 10).Select(c => $"{c}")]
        );

    private static AuditResult Audited(int right, int rightOnTest, int count = 1000, int moreOfFirst = 0)
    {
        var learner = new FunctionLearner(
            "right on as many as is said",
            (_, _, _) =>
                new FunctionPredictor(
                    10,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, 10];
                        var most = data.Split == DatasetSplit.Train ? right : rightOnTest;
                        for (var i = 0; i < data.Count; i++)
                            outputs[i, (data.Labels[i] + (i < most ? 0 : 1)) % 10] = 1;
                        return outputs;
                    }
                )
        );
        return new Audit { Tier = AuditTier.Quick }.Run(
            learner,
            new(Images(DatasetSplit.Train, 1000, moreOfFirst), Images(DatasetSplit.Test, count, moreOfFirst))
        );
    }

    [Theory]
    [InlineData(102, 99, Finding.No, "It neither learned nor memorized: " + Beside + ".", "10.2", "9.9", "8.2 to 11.9", "10")]
    [InlineData(115, 115, Finding.Unclear, "Learning is not shown: " + Beside + ".", "11.5", "11.5", "9.7 to 13.6", "10")]
    [InlineData(130, 100, Finding.No, "Learning is not shown: " + Beside + ".", "13", "10", "8.3 to 12", "10")]
    [InlineData(
        1000,
        99,
        Finding.No,
        "It memorized: " + Beside + ", so what it knows it knows by heart alone.",
        "100",
        "9.9",
        "8.2 to 11.9",
        "10"
    )]
    [InlineData(
        1000,
        115,
        Finding.Unclear,
        "It memorized: " + Beside + ", so it knows 88.5 % by heart alone, and that it learned the rest is not shown.",
        "100",
        "11.5",
        "9.7 to 13.6",
        "10"
    )]
    [InlineData(910, 900, Finding.Yes, "It learned and memorized little: " + Given + ".", "91", "90")]
    [InlineData(1000, 900, Finding.Yes, "It memorized: " + Given + ", so it knows 10 % by heart alone.", "100", "90")]
    public void What_is_learned_is_above_the_largest_class(
        int right,
        int rightOnTest,
        Finding learned,
        string verdict,
        params string[] numbers
    )
    {
        var result = Audited(right, rightOnTest);
        result.Measures.Fit!.Learned.Should().Be(learned);
        var sentence = string.Format(null, verdict, numbers);
        result.Verdict.Should().Be(sentence);
        result.AnswerTo(AuditQuestion.DidMemorize).Sentence.Should().Be(sentence);
        var advice = result.AnswerTo(AuditQuestion.WhatToDo);
        (advice.Sentence.StartsWith("Look at the labels and at the training first: "), advice.Details.Any(d => d.StartsWith("Measure on")))
            .Should()
            .Be((learned == Finding.No, learned == Finding.Unclear));
    }

    /// <summary>70 % is much, and not more than the largest class gives; of 3 test images not even all are enough.</summary>
    [Fact]
    public void The_largest_class_is_that_of_the_labels_that_were_asked()
    {
        var uneven = Audited(700, 700, moreOfFirst: 700);
        uneven.Measures.Fit!.LargestClass.Should().Be(0.73);
        uneven.Measures.Fit.TrainLargestClass.Should().Be(0.73);
        uneven.Verdict.Should().StartWith("It neither learned nor memorized: ").And.EndWith("the largest class gives 73 %.");
        var few = Audited(1000, 3, count: 3, moreOfFirst: 2);
        few.Verdict.Should()
            .StartWith("Learning is not shown: ")
            .And.EndWith("(interval 43.9 to 100), where always answering the largest class gives 66.7 %.");
    }

    [Fact]
    public void Numbers_without_a_largest_class_tell_nothing_of_it() =>
        new FitAccuracies(Estimate.OfShare(9, 10), null, "", Estimate.OfShare(5, 10)).Learned.Should().BeNull();
}
