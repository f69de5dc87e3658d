using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Presets;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public class ReportVerdictTests
{
    private static readonly Run Clean = FakeRuns.Finished(FakeRuns.Training(), 0.51),
        Random = FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), 0.102);

    private static ReportVerdict Of(params Run[] records) => PaperReport.Of("mine", records).Verdict;

    [Fact]
    public void Without_random_labels_nothing_is_said() =>
        Of(Clean)
            .Headline.Should()
            .Be("No network has finished training on random labels as the paper trains it, so nothing can be said of memorization yet.");

    [Fact]
    public void One_network_that_memorized()
    {
        var verdict = Of(Clean, Random);
        verdict
            .Headline.Should()
            .Be(
                "A network memorized entirely random labels: a perfect training score alone does not show that a "
                    + "network has learned anything."
            );
        verdict
            .Networks.Should()
            .Equal(
                "MLP 1×512, 50,000 images of cifar10: fits 100.0 % of random labels, and is then right on 10.2 % "
                    + "of new images; trained on true labels, on 51.0 %."
            );
        verdict.Progress.Should().Be("2 of 2 experiments are done.");
    }

    [Fact]
    public void True_labels_at_another_scale_are_not_put_beside() =>
        Of(Random, FakeRuns.Finished(FakeRuns.Training() with { Train = 1000 }, 0.3, 1000))
            .Networks.Should()
            .Equal("MLP 1×512, 50,000 images of cifar10: fits 100.0 % of random labels, and is then right on 10.2 % of new images.");

    [Fact]
    public void Fewer_images_than_the_papers_are_said_at_once() =>
        Of(FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), 0.1, train: 1000))
            .Headline.Should()
            .Be(
                "A network memorized entirely random labels, if on fewer images than the paper's: a perfect training "
                    + "score alone does not show that a network has learned anything."
            );

    [Fact]
    public void Fewer_images_of_some_are_counted() =>
        Of(
                Random,
                FakeRuns.Finished(FakeRuns.Training("alexnet", "random-labels") with { Train = 1000, Test = 500 }, 0.1, 1000, 500),
                FakeRuns.Finished(FakeRuns.Training("mlp-3x512", "random-labels"), trainAccuracy: 0.4)
            )
            .Should()
            .Match<ReportVerdict>(v =>
                v.Headline.StartsWith(
                    "2 of 3 networks memorized entirely random labels, 99 % of them or more, 1 of them on fewer "
                        + "images than the paper's:",
                    StringComparison.Ordinal
                )
                && v.Networks[0]
                    == "AlexNet, 1,000 of 50,000 images of cifar10, tested on 500 of 10,000: fits 100.0 % of random labels, "
                        + "and is then right on 10.0 % of new images."
            );

    [Fact]
    public void Some_and_none()
    {
        var unfitted = FakeRuns.Finished(FakeRuns.Training("alexnet", "random-labels"), 0.1, trainAccuracy: 0.4, fitted: false);
        Of(Random, unfitted).Headline.Should().StartWith("1 of 2 networks memorized entirely random labels, 99 % of them or more:");
        Of(unfitted).Headline.Should().Be("The network that was trained on random labels has fitted 40.0 % of them, less than 99 %.");
        Of(unfitted, FakeRuns.Finished(FakeRuns.Training("mlp-3x512", "random-labels"), trainAccuracy: 0.4))
            .Headline.Should()
            .Be("None of the 2 networks that were trained on random labels fitted 99 % of them.");
        Of(Random, FakeRuns.Finished(FakeRuns.Training("mlp-3x512", "random-labels")))
            .Headline.Should()
            .StartWith("Both networks memorized entirely random labels:");
    }

    [Fact]
    public void A_part_of_random_labels_is_memorized_as_a_trainings_own_verdict_says()
    {
        Run Fitting(double share, string model) =>
            FakeRuns.Finished(FakeRuns.Training(model, "random-labels"), 0.1, trainAccuracy: share, fitted: false) is var run
                ? run with
                {
                    Result = run.Result! with { Numbers = run.Result.Training! with { LargestTestClass = 0.1 } },
                }
                : run;
        var most = Fitting(0.9855, "mlp-1x512");
        Of(most).Headline.Should().Be("The network that was trained on random labels memorized a part of them, 98.6 %.");
        Of(Fitting(0.103, "mlp-1x512"))
            .Headline.Should()
            .Be("The network that was trained on random labels has fitted 10.3 % of them, less than 99 %.", "one label is drawn so often");
        Of(most, Fitting(0.1, "alexnet"))
            .Headline.Should()
            .Be("None of the 2 networks that were trained on random labels fitted 99 % of them; 1 memorized a part, at most 98.6 %.");
        Of(most, Fitting(0.5, "alexnet"))
            .Headline.Should()
            .Be("None of the 2 networks that were trained on random labels fitted 99 % of them; each memorized a part, at most 98.6 %.");
    }

    [Fact]
    public void The_best_of_trainings_of_ones_own_is_a_mean_of_seeds_on_one_data_set()
    {
        Run On(string dataset, double test, string model = "own", ulong seed = 0, double largest = 0.1) =>
            FakeRuns.Finished(FakeRuns.Training(model, dataset: dataset, seed: seed), test) is var run
                ? run with
                {
                    Result = run.Result! with { Numbers = run.Result.Training! with { LargestTestClass = largest } },
                }
                : run;
        Of(On("birds", 0.8)).Headline.Should().Be("own, true labels, birds, seed 0: right on 80.0 % of new images.");
        Of(On("birds", 0.8), On("birds", 0.6, seed: 1), On("birds", 0.65, "other"))
            .Headline.Should()
            .Be(
                "The best of 2 trainings is right on 70.0 % of new images: own, true labels, birds, seed 0 (the mean of 2 seeds). It was "
                    + "chosen by these images, so that its share is somewhat too high."
            );
        Of(On("birds", 0.9, largest: 0.9), On("cats", 0.5))
            .Headline.Should()
            .Be(
                "own, true labels, birds, seed 0: right on 90.0 % of new images, which is not shown to be more than the largest class "
                    + "alone gives, 90.0 %. own, true labels, cats, seed 0: right on 50.0 % of new images."
            );
    }

    [Fact]
    public void Scale_and_progress_are_counted()
    {
        var verdict = Of(
            Clean,
            FakeRuns.Pending(FakeRuns.Training("alexnet")),
            FakeRuns.Failed(FakeRuns.Training("inception"), "It broke."),
            FakeRuns.Finished(FakeRuns.Training("mlp-3x512") with { Train = 1000 }, 0.3, 1000)
        );
        verdict.Progress.Should().Be("2 of 4 experiments are done, 1 failed, 1 pending.");
        verdict
            .Scale.Should()
            .Be(
                "Of the paper's 95 numbers, each counted once, 2 were run at its scale: 1 agrees, 0 deviate and 1 is inconclusive. Of the "
                    + "others 2 ran at a smaller scale, and are shown without being compared; 4 ran without coming to a number; 2 have not "
                    + "run yet; 85 are in no experiment of this list."
            );
        PaperReport
            .Of("smoke", [.. ExperimentPresets.Named("smoke").Experiments.Select(FakeRuns.Finished)])
            .Verdict.Scale.Should()
            .Be(
                "Nothing here is compared with the paper yet. Of its 95 numbers, each counted once, 63 ran at "
                    + "a smaller scale, and are shown "
                    + "without being compared; 32 are in no experiment of this list."
            );
        Of()
            .Scale.Should()
            .Be("Nothing here is compared with the paper yet. Of its 95 numbers, each counted once, 95 are in no experiment of this list.");
        PaperSections.All.SelectMany(s => s.Rows).Count(r => r.CountedIn is null).Should().Be(95, "38 + 32 + 7 + 6 + 5 + 3 + 2 + 2");
    }

    [Fact]
    public void Pixels_that_are_not_verified_are_counted()
    {
        var old = Clean with { Result = Clean.Result! with { DataVerified = null } };
        Of(old).Scale.Should().Contain("1 is inconclusive, all of them on pixels that are not verified. Of the others");
        Of(old, FakeRuns.Finished(FakeRuns.Training("alexnet")))
            .Scale.Should()
            .Contain("are inconclusive, 2 of them on pixels that are not verified. Of the others");
    }

    /// <summary>The paper changes the labels and nothing else.</summary>
    [Fact]
    public void Hyperparameters_that_differ_between_true_and_random_labels_are_said_in_the_sentence()
    {
        var slower = FakeRuns.Finished(FakeRuns.Training() with { LearningRate = 0.005 }, 0.51);
        Of(slower, Random)
            .Networks.Should()
            .Equal(
                "MLP 1×512, 50,000 images of cifar10: fits 100.0 % of random labels, and is then right on 10.2 % of new images; trained on "
                    + "true labels, on 51.0 %, but with other hyperparameters than for random labels (the "
                    + "usual ones against learning rate 0.005)."
            );
        // Of two settings those of the random labels' run stand beside it, however many there are of the others.
        var more = FakeRuns.Finished(FakeRuns.Training(seed: 1) with { LearningRate = 0.005 }, 0.61);
        Of(slower, more, Clean, Random).Networks.Single().Should().EndWith("trained on true labels, on 51.0 %.");
    }

    [Fact]
    public void What_the_largest_class_alone_gives_is_not_called_learned()
    {
        Run With(Run run, double largest) =>
            run with
            {
                Result = run.Result! with { Numbers = run.Result.Training! with { LargestTestClass = largest } },
            };
        var real = FakeRuns.Finished(FakeRuns.Training(), test: 0.5);
        Of(Random, With(real, 0.49))
            .Networks.Single()
            .Should()
            .EndWith("; trained on true labels, on 50.0 %, which is not shown to be more than the largest class alone gives, 49.0 %.");
        Of(Random, With(real, 0.1)).Networks.Single().Should().EndWith("; trained on true labels, on 50.0 %.");
    }
}
