using System.Collections.Immutable;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Paper;

public class PaperSectionsTests
{
    [Fact]
    public void Sections_stand_in_the_papers_order_and_no_list_has_ImageNet()
    {
        PaperSections
            .All.Select(s => s.Id)
            .Should()
            .Equal(
                "table-1",
                "table-2",
                "table-3",
                "table-4",
                "figure-1a",
                "figure-1b",
                "figure-1c",
                "learn-then-memorize",
                "figure-2a",
                "figure-2b",
                "section-4",
                "section-5"
            );
        PaperSections.All.Where(s => !s.IsCovered).Select(s => s.Id).Should().Equal("table-2", "figure-2a");
    }

    [Fact]
    public void Table_1_has_the_printed_numbers()
    {
        var rows = PaperSections.Named("table-1").Rows;
        rows.Should().HaveCount(38);
        rows.Where(r => r.Metric == PaperMetric.TestAccuracy)
            .Select(r => r.Paper.Value)
            .Should()
            .Equal(
                0.8905,
                0.8931,
                0.8603,
                0.8575,
                0.0978,
                0.83,
                0.82,
                0.1012,
                0.8122,
                0.7966,
                0.7736,
                0.7607,
                0.0986,
                0.5335,
                0.5239,
                0.1048,
                0.5039,
                0.5051,
                0.1061
            );
        rows.Where(r => r.Metric == PaperMetric.TrainAccuracy)
            .Select(r => r.Paper.Value)
            .Should()
            .Equal(1, 1, 1, 1, 1, 1, 1, 1, 0.999, 0.9982, 1, 1, 0.9982, 1, 1, 1, 0.998, 1, 0.9934);
    }

    [Fact]
    public void Table_2_has_the_printed_numbers()
    {
        var rows = PaperSections.Named("table-2").Rows;
        rows.Should().HaveCount(32);
        double?[] Of(string metric) => [.. rows.Where(r => r.Metric.Name == metric).Select(r => r.Paper.Value)];
        Of("trainAccuracy").Should().Equal(0.9218, 0.9233, 0.906, 0.9953, 0.9118, 0.8781, 0.952);
        Of("top5TrainAccuracy").Should().Equal(0.9921, 0.9917, 1, 1, 0.9795, 0.9615, 0.9914);
        Of("testAccuracy").Should().Equal(0.7784, 0.7295, 0.6718, 0.598, 0.0009, 0.0012, 0.0011);
        Of("top5TestAccuracy").Should().Equal(0.9392, 0.9043, 0.8644, 0.8038, 0.0049, 0.005, 0.0056);
        Of("bestTestAccuracy").Should().Equal(0.7257, 0.6316);
        Of("bestTop5TestAccuracy").Should().Equal(0.9131, 0.8449);
        rows.Select(r => r.Label)
            .Distinct()
            .Should()
            .Equal(
                "Inception V3, augmentation, dropout, weight decay",
                "Inception V3, augmentation",
                "Inception V3, weight decay",
                "Inception V3, no regularizer",
                "Inception V3, random labels, dropout, weight decay",
                "Inception V3, random labels, weight decay",
                "Inception V3, random labels, no regularizer"
            );
    }

    [Fact]
    public void A_small_ImageNet_stands_in_and_what_is_the_callers_own_does_not()
    {
        var training = FakeRuns.Training("inception-v3", "true-labels", "small-imagenet");
        new ImageNetSelector("true-labels").Matches(training).Should().BeTrue();
        new ImageNetSelector("true-labels").Matches(training with { Optimizer = "mine" }).Should().BeFalse();
        new ImageNetSelector("true-labels").Matches(training with { Model = "inception" }).Should().BeFalse();
        var rows = PaperReport
            .Of("small-imagenet", [FakeRuns.Finished(training, 0.4, 160, 40)])
            .Sections.Single(s => s.Paper.Id == "table-2");
        rows.Rows.First(r => r.N > 0).Scale.Should().StartWith("160 images of small-imagenet instead of imagenet");
    }

    [Fact]
    public void An_experiment_on_ImageNet_fills_its_rows()
    {
        var training = FakeRuns.Training("inception-v3", "random-labels", "imagenet") with { WeightDecay = 4e-5 };
        var run = FakeRuns.Finished(training, 0.0011, 1_281_167, 50_000, trainAccuracy: 0.9);
        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("top-5", 0.006);
        run = run with
        {
            History = [.. run.History.Select(e => e with { TestMetrics = e.Epoch == 8 ? metrics.SetItem("top-5", 0.009) : metrics })],
        };
        var rows = PaperReport.Of("mine", [run]).Sections.Single(s => s.Paper.Id == "table-2").Rows.Where(r => r.N > 0).ToArray();
        rows.Select(r => (r.Paper.Label, r.Paper.Metric.Name, r.Ours, r.Scale))
            .Should()
            .Equal(
                ("Inception V3, random labels, weight decay", "trainAccuracy", 0.9, "1,281,167 images"),
                ("Inception V3, random labels, weight decay", "testAccuracy", 0.0011, "1,281,167 images"),
                ("Inception V3, random labels, weight decay", "top5TestAccuracy", 0.006, "1,281,167 images")
            );
        new ImageNetSelector("random-labels").Matches(training).Should().BeFalse("its weights decay");
        new ImageNetSelector("random-labels", WeightDecay: true).Matches(training with { Dataset = "cifar10" }).Should().BeFalse();
    }

    [Fact]
    public void A_number_that_stands_twice_is_counted_once()
    {
        PaperSections
            .All.SelectMany(s => s.Rows)
            .Where(r => r.CountedIn is not null)
            .Should()
            .HaveCount(5)
            .And.OnlyContain(r => r.CountedIn == "table-1");
        PaperReport
            .Of("mine", [FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), 0.1)])
            .Sections.SelectMany(s => s.Rows)
            .Where(r => r.N > 0 && r.Paper.CountedIn is null)
            .Select(r => r.Paper.Metric.Name)
            .Should()
            .Equal("trainAccuracy", "testAccuracy");
    }

    [Fact]
    public void Tables_3_and_4_have_the_printed_numbers()
    {
        PaperSections.Named("table-3").Rows.Select(r => r.Paper.Value).Should().Equal(0.012, 220, 0.006, 390, 0.46, 0.17, 0.15);
        PaperSections.Named("table-4").Rows.Select(r => r.Paper.Value).Should().Equal(1, null, 1, 0.9921, 0.9993, 0.9928);
        PaperSections.Named("table-4").Rows[1].Paper.Words.Should().Be("failed to converge");
    }

    [Fact]
    public void An_unknown_section_names_the_known_ones() =>
        new Action(() => PaperSections.Named("table-9"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The section must be one of table-1, table-2, table-3, table-4, figure-1a, figure-1b, figure-1c, "
                    + "learn-then-memorize, figure-2a, figure-2b, section-4, section-5, but was table-9.*"
            );

    [Theory]
    [InlineData("true-labels", null, "none", 0, 0, "cifar10", true)]
    [InlineData("partial-labels", 0.0, "none", 0, 0, "cifar10", true)]
    [InlineData("partial-labels", 0.5, "none", 0, 0, "cifar10", false)]
    [InlineData("random-labels", null, "none", 0, 0, "cifar10", false)]
    [InlineData("true-labels", null, "crop", 0, 0, "cifar10", false)]
    [InlineData("true-labels", null, "none", 5e-5, 0, "cifar10", false)]
    [InlineData("true-labels", null, "none", 0, 0.5, "cifar10", false)]
    [InlineData("true-labels", null, "none", 0, 0, "mnist", false)]
    [InlineData("true-labels", null, "none", 0, 0, "fashion-mnist-mini", true)]
    public void A_row_takes_the_trainings_of_its_treatment_and_other_data_only_where_the_paper_has_none_on_them(
        string corruption,
        double? probability,
        string augment,
        double decay,
        double dropout,
        string dataset,
        bool belongs
    )
    {
        var experiment = FakeRuns.Training("alexnet", corruption, dataset, probability: probability) with
        {
            Augment = augment,
            WeightDecay = decay,
            Dropout = dropout,
        };
        new TrainingSelector("alexnet", "true-labels").Matches(experiment).Should().Be(belongs);
        new TrainingSelector("inception", "true-labels").Matches(experiment).Should().BeFalse();
    }

    [Fact]
    public void Kernels_and_constructions_go_to_their_rows()
    {
        var mnist = new KernelExperiment { Dataset = "mnist" };
        new KernelSelector("mnist", "none").Matches(mnist).Should().BeTrue();
        new KernelSelector("cifar10", "none").Matches(mnist).Should().BeFalse();
        new KernelSelector("mnist", "none").Matches(mnist with { Labels = "random" }).Should().BeFalse();
        new KernelSelector("mnist", "none").Matches(mnist with { Kernel = "laplacian" }).Should().BeFalse();
        new KernelSelector("cifar10", "random-conv", Ridge: true)
            .Matches(
                new KernelExperiment
                {
                    Dataset = "cifar10",
                    Features = "random-conv",
                    Kernel = "linear",
                    Ridge = 1,
                }
            )
            .Should()
            .BeTrue();
        new FiniteSampleSelector(Deep: true).Matches(new FiniteSampleExperiment { N = 10, Depth = 2 }).Should().BeFalse();
        new FiniteSampleSelector(Deep: true).Matches(new FiniteSampleExperiment { N = 10, Depth = 10 }).Should().BeTrue();
    }
}
