using System.Text.Json;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Tests.Support;

namespace Generalization.Tests.Results;

public class RandomizationResultTests
{
    [Fact]
    public void The_json_has_the_contracts_names_and_null_where_nothing_applies()
    {
        var json = new RandomizationResult([
            FinishedRuns.Small("random-labels", epochs: 0),
            FinishedRuns.Small("gaussian", epochs: 1),
        ]).ToJson();
        using var document = JsonDocument.Parse(json);
        document.RootElement.EnumerateObject().Select(p => p.Name).Should().Equal("runs");
        var runs = document.RootElement.GetProperty("runs");
        runs[0]
            .EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal(
                "dataset",
                "trainCount",
                "testCount",
                "model",
                "parameters",
                "corruption",
                "corruptionProbability",
                "seed",
                "epochs",
                "epochsToFit",
                "stepsToFit",
                "epochsTo98",
                "epochsTo95",
                "steps",
                "trainLoss",
                "trainAccuracy",
                "onlineAccuracy",
                "testLoss",
                "testAccuracy",
                "bestTestAccuracy",
                "cleanSubsetAccuracy",
                "corruptedSubsetAccuracy",
                "seconds",
                "imagesPerSecond",
                "device",
                "largestTestClass"
            );
        runs[0].GetProperty("epochsToFit").ValueKind.Should().Be(JsonValueKind.Null);
        runs[0].GetProperty("epochsTo98").ValueKind.Should().Be(JsonValueKind.Null);
        runs[0].GetProperty("onlineAccuracy").ValueKind.Should().Be(JsonValueKind.Null, "no epoch was run");
        runs[0].GetProperty("corruptionProbability").GetDouble().Should().Be(1);
        runs[1].GetProperty("corruptionProbability").ValueKind.Should().Be(JsonValueKind.Null, "the pixel kinds keep their labels");
        runs[1].GetProperty("cleanSubsetAccuracy").ValueKind.Should().Be(JsonValueKind.Null, "all labels are clean");
    }

    [Fact]
    public void A_training_that_fits_has_come_past_the_accuracies_below()
    {
        var run = FinishedRuns.Small("true-labels", 300);
        run.EpochsTo95.Should().BePositive().And.BeLessThanOrEqualTo(run.EpochsTo98!.Value);
        run.EpochsTo98.Should().BeLessThanOrEqualTo(run.EpochsToFit!.Value);
    }

    [Fact]
    public void The_verdict_needs_random_labels() =>
        new RandomizationResult([FinishedRuns.Small("true-labels", 1)])
            .Verdict.Should()
            .Be("To see whether the network can memorize, run it on random labels.");

    [Fact]
    public void The_verdict_on_random_labels_alone_asks_for_true_ones() =>
        new RandomizationResult([FinishedRuns.Small("random-labels", 300)])
            .Verdict.Should()
            .MatchRegex(
                @"^The network memorized 100\.0 % of meaningless random labels and gets \d+\.\d % of new images right \(the largest "
                    + @"class alone gives \d+\.\d %\); run it on true labels too to see what it can learn\.$"
            );

    [Fact]
    public void The_verdict_says_that_it_memorized()
    {
        var verdict = new RandomizationResult([FinishedRuns.Small("true-labels", 300), FinishedRuns.Small("random-labels", 300)]).Verdict;
        verdict
            .Should()
            .MatchRegex(
                @"^The same network that got \d+\.\d % of new images right after learning real labels also memorized "
                    + @"100\.0 % of meaningless random labels, "
                    + @"where it gets \d+\.\d % of new images right \(the largest class alone gives \d+\.\d %\): a perfect training "
                    + @"score alone does not show that a network has learned anything\.$"
            );
    }

    [Fact]
    public void The_verdict_says_that_it_has_not_memorized_yet() =>
        new RandomizationResult([FinishedRuns.Small("true-labels", 1), FinishedRuns.Small("random-labels", 1)])
            .Verdict.Should()
            .MatchRegex(
                @"^The network fitted \d+\.\d % of the random labels in 1 epochs, so it has not yet memorized them; give it more epochs\.$"
            );

    [Theory]
    [InlineData(
        0.55,
        300,
        0.9,
        "have taught it nothing that holds for new images: there it gets 55.0 % right (the largest class alone gives 90.0 %)."
    )]
    [InlineData(
        0.91,
        300,
        0.9,
        "have not been shown to teach it anything that holds for new images: there it gets 91.0 % right (the largest class alone gives "
            + "90.0 %)."
    )]
    public void Real_labels_that_taught_no_more_than_the_largest_class_are_not_called_learned(
        double accuracy,
        int count,
        double largest,
        string words
    )
    {
        var random = FinishedRuns.Small("random-labels", 300);
        var real = FinishedRuns.Small("true-labels", 1) with
        {
            TrainAccuracy = 1,
            TestAccuracy = accuracy,
            TestCount = count,
            LargestTestClass = largest,
        };
        new RandomizationResult([real, random])
            .Verdict.Should()
            .Be("The network memorized 100.0 % of meaningless random labels, and real labels " + words);
    }
}
