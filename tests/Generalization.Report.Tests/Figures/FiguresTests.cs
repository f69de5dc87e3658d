using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public class FiguresTests
{
    private const string OneSeed = "No run was repeated with another seed, so that nothing is known of the scatter between seeds.";

    private const string OneRun =
        "One run for each curve, seed 0. Training curves are means over each " + "epoch's minibatches, taken while the network changes.";

    private static Figure[] Of(string section, params Run[] records) =>
        [.. PaperReport.Of("mine", records).Sections.Single(s => s.Paper.Id == section).Figures];

    [Fact]
    public void Figure_1a_has_the_five_curves_in_the_papers_order_against_thousands_of_steps()
    {
        var records = new[] { "gaussian", "random-pixels", "shuffled-pixels", "random-labels", "true-labels" }
            .Select(c => FakeRuns.Finished(FakeRuns.Training("inception", c)))
            .ToArray();
        var figure = Of("figure-1a", records).Single();
        figure.Curves.Select(c => c.Name).Should().Equal("true labels", "random labels", "shuffled pixels", "random pixels", "gaussian");
        figure.Title.Should().Be("Training loss: Inception, 50,000 images of cifar10");
        figure.Curves[0].Points[^1].Should().Be(new FigurePoint(3.91, 2.3 / 10));
        figure.Notes.Should().Equal(OneRun, "A curve ends where the training set was fitted.");
        Of("figure-1a", records[..3])
            .Single()
            .Notes.Should()
            .Equal(OneRun, "A curve ends where the training set was fitted.", "Not run yet: true labels, random labels.");
        Of("figure-1a", [.. records[..4], FakeRuns.Finished(FakeRuns.Training("inception") with { StopWhenFitted = false })])
            .Single()
            .Notes[1]
            .Should()
            .Be("A curve ends where the training set was fitted; true labels went on.");
        Of("figure-1a", records[..2]).Should().BeEmpty("two curves compare little");
    }

    [Fact]
    public void Scales_and_models_have_a_picture_each()
    {
        Run[] At(string model, int train) =>
            [
                .. new[] { "true-labels", "random-labels", "gaussian" }.Select(c =>
                    FakeRuns.Finished(FakeRuns.Training(model, c) with { Train = train }, train: train)
                ),
            ];
        var figures = Of("figure-1a", [.. At("mlp-1x512", 1000), .. At("inception", 64), .. At("inception", 2000)]);
        figures
            .Select(f => f.Title)
            .Should()
            .Equal(
                "Training loss: Inception, 2,000 of 50,000 images of cifar10",
                "Training loss: Inception, 64 of 50,000 images of cifar10",
                "Training loss: MLP 1×512, 1,000 of 50,000 images of cifar10"
            );
        figures
            .Select(f => f.Id)
            .Should()
            .Equal("figure-1a-inception-cifar10-2000", "figure-1a-inception-cifar10-64", "figure-1a-mlp-1x512-cifar10-1000");
    }

    [Fact]
    public void Figure_1b_relates_the_steps_to_those_of_true_labels_and_names_what_did_not_fit()
    {
        var figure = Of(
                "figure-1b",
                FakeRuns.Finished(FakeRuns.Training(), steps: 2000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), steps: 6000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: 0.5), steps: 3000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: 0.5, seed: 1), steps: 5000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: 0.75), trainAccuracy: 0.9, fitted: false),
                FakeRuns.Pending(FakeRuns.Training(corruption: "partial-labels", probability: 0.9)),
                // Drawn all the same, by the other seeds.
                FakeRuns.Pending(FakeRuns.Training(corruption: "random-labels", seed: 1))
            )
            .Single();
        figure.Curves.Single().Points.Should().Equal(new FigurePoint(0, 1), new FigurePoint(0.5, 2), new FigurePoint(1, 3));
        figure
            .Notes.Should()
            .Equal(
                "Each point is the mean of 1 to 2 runs.",
                "MLP 1×512 had not come so far when its training ended at corruption 0.75.",
                "MLP 1×512 has no result yet at corruption 0.9."
            );
    }

    [Fact]
    public void Figure_1b_says_where_random_labels_took_no_longer() =>
        Of(
                "figure-1b",
                FakeRuns.Finished(FakeRuns.Training(), steps: 3000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: 0.5), steps: 3000),
                FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), steps: 2000)
            )
            .Single()
            .Notes.Should()
            .Equal(
                "One run for each point.",
                "MLP 1×512 fitted random labels no later than true ones here, other " + "than in the paper; times are whole epochs."
            );

    [Fact]
    public void Pictures_that_differ_in_their_test_images_alone_have_names_of_their_own()
    {
        Run[] At(int? test) =>
            [
                .. new[] { 0, 0.5, 1 }.Select(p =>
                    FakeRuns.Finished(
                        FakeRuns.Training(corruption: "partial-labels", probability: p) with
                        {
                            Train = 1000,
                            Test = test,
                        },
                        train: 1000,
                        testCount: test ?? 10_000
                    )
                ),
            ];
        Of("figure-1c", [.. At(null), .. At(1000)])
            .Select(f => f.Id)
            .Should()
            .Equal("figure-1c-cifar10-1000", "figure-1c-cifar10-1000-test-1000");
    }

    [Fact]
    public void Figure_1c_is_the_test_error_in_percent()
    {
        Run[] records =
        [
            FakeRuns.Finished(FakeRuns.Training(), 0.5),
            FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), 0.125),
            FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: 0.5), 0.25),
        ];
        var figure = Of("figure-1c", records).Single();
        figure.Curves.Single().Points.Should().Equal(new FigurePoint(0, 50), new FigurePoint(0.5, 75), new FigurePoint(1, 87.5));
        figure.Notes.Should().Equal("One run for each point.");
        Of("figure-1c", [.. records.Select(r => FakeRuns.Finished((TrainingExperiment)r.Experiment with { Test = 500 }, testCount: 500))])
            .Single()
            .Notes.Should()
            .Equal("One run for each point.", "The networks were tested on 500 of 10,000 images.");
        Of("figure-1c", records[..2]).Should().BeEmpty("the table says that");
    }

    [Fact]
    public void Figure_2a_has_a_shaded_test_curve_for_each_of_the_papers_three_settings_and_names_what_is_missing()
    {
        var plain = FakeRuns.Training("inception-v3", "true-labels", "imagenet");
        Run[] records =
        [
            FakeRuns.Finished(plain, 0.5, 1_281_167, 50_000),
            FakeRuns.Finished(plain with { Augment = "crop,flip,color", Dropout = 0.2, WeightDecay = 4e-5 }, 0.75, 1_281_167, 50_000),
            FakeRuns.Finished(plain with { Corruption = "random-labels" }, 0.001, 1_281_167, 50_000),
            FakeRuns.Finished(plain with { Model = "inception" }, 0.3, 1_281_167, 50_000),
        ];
        var figure = Of("figure-2a", records).Single();
        figure.Id.Should().Be("figure-2a-imagenet");
        figure.Title.Should().Be("Accuracy: Inception V3, 1,281,167 images of imagenet");
        figure
            .Curves.Select(c => (c.Name, c.ShadedToBest, c.Dashed))
            .Should()
            .Equal(
                ("test (augmentation, dropout, weight decay)", true, false),
                ("train (augmentation, dropout, weight decay)", false, true),
                ("test (no regularizer)", true, false),
                ("train (no regularizer)", false, true)
            );
        figure.Curves[0].Points[^1].Y.Should().Be(75);
        figure.Marks.Select(m => m.Y).Should().Equal(77.84, 59.8);
        figure.Notes.Should().Equal(OneRun, "Not run yet at this scale: weight decay.");
        figure.Summary.Should().StartWith("augmentation, dropout, weight decay: 75.0 % of new images at the end and ");
        figure.Summary.Should().EndWith("59.80 and 63.16 % in the paper.");
        var small = plain with { Dataset = "small-imagenet" };
        Of("figure-2a", FakeRuns.Finished(small, 0.4, 160, 40)).Single().Marks.Should().BeEmpty("a small set is not compared");
    }

    [Fact]
    public void Figure_2b_shades_the_test_curves_and_says_what_batch_norm_is_worth()
    {
        var figure = Of(
                "figure-2b",
                FakeRuns.Finished(FakeRuns.Training("inception"), 0.75),
                FakeRuns.Finished(FakeRuns.Training("inception-no-bn"), 0.5)
            )
            .Single();
        figure
            .Curves.Select(c => (c.Name, c.ShadedToBest, c.Dashed))
            .Should()
            .Equal(
                ("test (BatchNorm)", true, false),
                ("train (BatchNorm)", false, true),
                ("test (w/o BatchNorm)", true, false),
                ("train (w/o BatchNorm)", false, true)
            );
        // √((0.75 · 0.25 + 0.5 · 0.5) / 10,000) = 0.0066.
        figure
            .Notes.Should()
            .Equal(
                OneRun,
                "Last test accuracy with BatchNorm 75.00 %, without 50.00 %: 25.00 points apart, where 10,000 test images "
                    + "give such a difference a standard error of 0.7.",
                OneSeed
            );
    }

    [Fact]
    public void Figure_2b_says_how_seeds_scatter() =>
        Of(
                "figure-2b",
                FakeRuns.Finished(FakeRuns.Training("inception"), 0.75),
                FakeRuns.Finished(FakeRuns.Training("inception", seed: 1), 0.77),
                FakeRuns.Finished(FakeRuns.Training("inception-no-bn"), 0.5)
            )
            .Single()
            .Notes[^1]
            .Should()
            .Be("Between seeds one network's accuracy scatters by 1.41 points.");

    [Fact]
    public void Figure_2b_takes_a_training_that_ended_and_says_where_the_two_differ()
    {
        var diverged = FakeRuns.Finished(FakeRuns.Training("inception-no-bn"), 0.3) with { Status = RunStatus.Failed, Result = null };
        var slower = FakeRuns.Training("inception-no-bn", seed: 1) with { LearningRate = 0.05 };
        var with = FakeRuns.Finished(FakeRuns.Training("inception"), 0.75);
        Of("figure-2b", with, diverged, FakeRuns.Finished(slower, 0.5))
            .Single()
            .Notes[1..]
            .Should()
            .Equal(
                "Last test accuracy with BatchNorm 75.00 %, without 50.00 %: 25.00 points apart, and not by BatchNorm alone, since other "
                    + "hyperparameters were changed too (the usual ones against learning rate 0.05), where 10,000 test images give such a "
                    + "difference a standard error of 0.7.",
                OneSeed
            );
        // A pair of one setting is compared before a longer one of two.
        var alike = FakeRuns.Finished(FakeRuns.Training("inception-no-bn", seed: 2), 0.6);
        Of("figure-2b", with, FakeRuns.Finished(slower, 0.5), alike)
            .Single()
            .Notes[1]
            .Should()
            .StartWith("Last test accuracy with BatchNorm 75.00 %, without 60.00 %: 15.00 points apart, where 10,000 test images ");
        Of("figure-2b", with, diverged).Single().Notes[^1].Should().Be("The training w/o BatchNorm has not come to its end.");
    }

    [Fact]
    public void Learning_before_memorizing_has_both_parts_and_says_when_each_is_half_right()
    {
        var figure = Of(
                "learn-then-memorize",
                [
                    .. new[] { 0.2, 0.4, 0.5, 0.6, 0.8 }.Select(p =>
                        FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: p))
                    ),
                ]
            )
            .Single();
        figure
            .Curves.Select(c => c.Name)
            .Should()
            .Equal("p = 0.2, clean", "p = 0.2, corrupted", "p = 0.5, clean", "p = 0.5, corrupted", "p = 0.8, clean", "p = 0.8, corrupted");
        figure.Notes[0].Should().Be(OneRun);
        figure.Notes[1].Should().Be("p = 0.2: half of the clean part is right in epoch 3, half of the corrupted part in epoch 5.");
        figure.Notes[^1].Should().Be("Not drawn: p = 0.4, 0.6.");
    }

    [Fact]
    public void Regularized_trainings_are_in_no_figure() =>
        Of(
                "figure-1c",
                [
                    .. new[] { 0, 0.5, 1 }.Select(p =>
                        FakeRuns.Finished(FakeRuns.Training(corruption: "partial-labels", probability: p) with { WeightDecay = 5e-5 })
                    ),
                ]
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void Double_descent_has_a_curve_with_and_one_without_a_ridge_on_a_logarithmic_axis()
    {
        Run At(int features, double error, double ridge = 0) =>
            FakeRuns.Finished(
                new RandomFeatureExperiment
                {
                    Dataset = "mnist",
                    FeatureCount = features,
                    Ridge = ridge,
                },
                error
            );
        Run[] runs = [At(10_000, 0.09), At(100, 0.2), At(1000, 0.9), At(100, 0.2, 0.01), At(1000, 0.11, 0.01), At(10_000, 0.09, 0.01)];
        var figure = Of("section-5", runs).Single();
        figure.Curves.Select(c => c.Name).Should().Equal("least norm", "ridge 0.01");
        figure.Curves[0].Points.Should().Equal(new FigurePoint(100, 20), new(1000, 90), new(10_000, 9));
        figure.LogarithmicAcross.Should().BeTrue();
        figure.Description.Should().Contain("least norm from 20 at 100 to 9 at 1E+04");
        FigureImage.Png(figure).Should().NotBeEmpty();
        Of("section-5", runs[..2]).Should().BeEmpty();
    }
}
