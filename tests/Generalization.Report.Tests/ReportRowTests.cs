using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Presets;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public class ReportRowTests
{
    private const string Label = "MLP 1×512, no regularizer",
        Ended = "ended when fitted, after 10 epochs";

    private static ReportRow TestAccuracy(params Run[] records) =>
        PaperReport.Of("mine", records).Sections[0].Rows.Single(r => r.Paper.Label == Label && r.Paper.Metric == PaperMetric.TestAccuracy);

    private static Run Run(ulong seed, double test, int train = 50_000) => FakeRuns.Finished(FakeRuns.Training(seed: seed), test, train);

    [Fact]
    public void Mean_and_spread_are_those_over_seeds()
    {
        // By hand: mean 0.50; deviations −0.02, 0, 0.02; √(0.0008 / 2) = 0.02.
        var row = TestAccuracy(Run(0, 0.48), Run(1, 0.50), Run(2, 0.52));
        row.N.Should().Be(3);
        row.Ours.Should().BeApproximately(0.50, 1e-12);
        row.Spread.Should().BeApproximately(0.02, 1e-12);
        row.Status.Should().Be(ReportStatus.Reproduced);
        row.Runs.Should().HaveCount(3);
    }

    [Fact]
    public void One_run_has_no_spread() => TestAccuracy(Run(0, 0.5)).Spread.Should().BeNull();

    [Theory]
    // The paper: 50.51 %.
    [InlineData(0.5051, ReportStatus.Reproduced)]
    [InlineData(0.5151, ReportStatus.Reproduced)]
    [InlineData(0.4951, ReportStatus.Reproduced)]
    [InlineData(0.5152, ReportStatus.Deviates)]
    [InlineData(0.4950, ReportStatus.Deviates)]
    public void Within_a_point_is_reproduced(double test, ReportStatus status) => TestAccuracy(Run(0, test)).Status.Should().Be(status);

    [Fact]
    public void Two_standard_deviations_widen_the_point()
    {
        // Mean 0.53, off by 0.0249; spread 0.0141, twice that 0.0283.
        TestAccuracy(Run(0, 0.52), Run(1, 0.54)).Status.Should().Be(ReportStatus.Reproduced);
        // Mean 0.53, spread 0.0071.
        TestAccuracy(Run(0, 0.525), Run(1, 0.535)).Status.Should().Be(ReportStatus.Deviates);
    }

    [Fact]
    public void A_smaller_scale_is_never_reproduced_however_close()
    {
        var row = TestAccuracy(Run(0, 0.5051, 2_000));
        (row.Status, row.Scale, row.Ours).Should().Be((ReportStatus.SmallerScale, "2,000 of 50,000 images", 0.5051));
        var records = ExperimentPresets.Named("smoke").Experiments.Select(FakeRuns.Finished).ToArray();
        PaperReport.Of("smoke", records).Sections.SelectMany(s => s.Rows).Should().OnlyContain(r => r.Status == ReportStatus.SmallerScale);
    }

    [Fact]
    public void Only_seeds_of_one_experiment_are_averaged_and_the_papers_scale_comes_first()
    {
        var row = TestAccuracy(
            Run(0, 0.3, 2_000),
            Run(1, 0.51),
            FakeRuns.Finished(FakeRuns.Training(seed: 5) with { BatchSize = 32, Train = 1000 }, 0.9, 1_000)
        );
        (row.N, row.Status).Should().Be((2, ReportStatus.SmallerScale), "seeds 0 and 1 are one experiment, and one of them has less data");
        row = TestAccuracy(FakeRuns.Finished(FakeRuns.Training() with { Train = 1000 }, 0.9, 1_000), Run(1, 0.51));
        (row.N, row.Ours, row.Status).Should().Be((1, 0.51, ReportStatus.Reproduced));
    }

    [Fact]
    public void A_run_in_another_precision_gives_way_to_the_papers_however_many_there_are()
    {
        var rounded = new[] { 0, 1 }
            .Select(seed => FakeRuns.Finished(FakeRuns.Training(seed: (ulong)seed) with { Precision = "bfloat16" }, 0.52))
            .ToArray();
        var row = TestAccuracy([.. rounded, Run(0, 0.51)]);
        (row.N, row.Ours, row.Note).Should().Be((1, 0.51, Ended));
        (TestAccuracy(rounded).N, TestAccuracy(rounded).Note).Should().Be((2, "bfloat16; " + Ended));
    }

    [Fact]
    public void What_differs_from_the_papers_training_is_said()
    {
        TestAccuracy(FakeRuns.Finished(FakeRuns.Training(), fitted: false)).Note.Should().BeNull();
        TestAccuracy(FakeRuns.Finished(FakeRuns.Training() with { LearningRate = 0.02, BatchSize = 16, Decay = 0.9, DecaySteps = null }))
            .Note.Should()
            .Be("learning rate 0.02, decay 0.9 every epoch, batches of 16; " + Ended);
        PaperReport
            .Of("mine", [FakeRuns.Finished(FakeRuns.Training() with { WeightDecay = 5e-5 })])
            .Sections[0]
            .Rows.Single(r => r.N > 0 && r.Paper.Metric == PaperMetric.TestAccuracy)
            .Note.Should()
            .Be("weight decay 0.00005; " + Ended);
    }

    [Fact]
    public void Pending_and_failed_runs_have_no_number()
    {
        var pending = TestAccuracy(FakeRuns.Pending(FakeRuns.Training()));
        (pending.Status, pending.Ours, pending.N, pending.Scale, pending.Note)
            .Should()
            .Be((ReportStatus.Pending, (double?)null, 0, (string?)null, (string?)null));
        var failed = TestAccuracy(FakeRuns.Failed(FakeRuns.Training(), "The loss must stay finite, but was not at step 3."));
        (failed.Status, failed.Note).Should().Be((ReportStatus.WithoutValue, "failed: The loss must stay finite, but was not at step 3."));
        TestAccuracy().Status.Should().Be(ReportStatus.NotListed);
    }

    [Fact]
    public void Seeds_that_failed_are_counted_and_reproduce_nothing()
    {
        var row = TestAccuracy(Run(0, 0.5051), Run(1, 0.5051), FakeRuns.Failed(FakeRuns.Training(seed: 2), "It broke."));
        (row.N, row.Status, row.Note).Should().Be((2, ReportStatus.Deviates, $"1 of 3 without it: failed: It broke.; {Ended}"));
    }

    [Fact]
    public void However_far_runs_scatter_five_tolerances_are_the_most()
    {
        // Mean 0.55, off by 0.0449, spread 0.28; and mean 0.56, off by 0.0549.
        TestAccuracy(Run(0, 0.35), Run(1, 0.75)).Status.Should().Be(ReportStatus.Reproduced);
        TestAccuracy(Run(0, 0.36), Run(1, 0.76)).Status.Should().Be(ReportStatus.Deviates);
    }

    [Fact]
    public void What_stopping_early_would_have_gained_is_known_only_where_a_training_went_on()
    {
        ReportRow Gain(TrainingExperiment e) =>
            PaperReport
                .Of("mine", [FakeRuns.Finished(e)])
                .Sections.Single(s => s.Paper.Id == "figure-2b")
                .Rows.Single(r => r.Paper.Label == "Inception" && r.Paper.Metric == PaperMetric.EarlyStoppingGain);
        Gain(FakeRuns.Training("inception") with { StopWhenFitted = false }).Ours.Should().BeApproximately(0.02, 1e-12);
        (Gain(FakeRuns.Training("inception")).Status, Gain(FakeRuns.Training("inception")).Note)
            .Should()
            .Be((ReportStatus.WithoutValue, "the training ended when it had fitted, so that nothing is known of what would have followed"));
    }

    [Fact]
    public void Kernels_and_constructions_say_what_the_paper_leaves_open()
    {
        var sections = PaperReport
            .Of(
                "mine",
                [
                    FakeRuns.Finished(new KernelExperiment { Dataset = "mnist" }, 0.012, 60_000),
                    FakeRuns.Finished(new FiniteSampleExperiment { Dataset = "cifar10", N = 50_000 }),
                ]
            )
            .Sections;
        sections.Single(s => s.Paper.Id == "table-3").Rows[0].Note.Should().Be("γ 0.02");
        sections
            .Single(s => s.Paper.Id == "section-4")
            .Rows[0]
            .Note.Should()
            .Be("width 50,000, 103,072 weights; a plain float64 forward pass is off by 1E-13");
    }

    [Fact]
    public void A_network_that_stays_unfitted_reproduces_a_failure_to_converge()
    {
        ReportRow Row(double accuracy) =>
            PaperReport
                .Of(
                    "mine",
                    [
                        FakeRuns.Finished(
                            FakeRuns.Training("alexnet", "random-labels") with
                            {
                                WeightDecay = 5e-4,
                            },
                            trainAccuracy: accuracy,
                            steps: 58_650,
                            fitted: false
                        ),
                    ]
                )
                .Sections.Single(s => s.Paper.Id == "table-4")
                .Rows[1];
        Row(0.11).Status.Should().Be(ReportStatus.Reproduced);
        Row(0.99).Status.Should().Be(ReportStatus.Deviates);
    }

    [Fact]
    public void Time_to_overfit_is_relative_to_the_same_training_on_true_labels()
    {
        ReportRow Row(params Run[] records) =>
            PaperReport
                .Of("mine", records)
                .Sections.Single(s => s.Paper.Id == "figure-1b")
                .Rows.Single(r => r.Paper.Label.StartsWith("MLP", StringComparison.Ordinal));
        var (random, clean) = (
            FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), steps: 9_000),
            FakeRuns.Finished(FakeRuns.Training(), steps: 3_000)
        );
        Row(random, clean).Ours.Should().Be(3);
        (Row(random).Status, Row(random).Note)
            .Should()
            .Be((ReportStatus.WithoutValue, "there is no time for the same training on true labels"));
        var unfitted = Row(
            clean,
            FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), steps: 58_650, trainAccuracy: 0.9858, fitted: false)
        );
        (unfitted.Status, unfitted.Note)
            .Should()
            .Be((ReportStatus.WithoutValue, "ran for 58,650 steps and fits 98.58 %, where only all of it counts as fitted"));
        Row(random, FakeRuns.Finished(FakeRuns.Training() with { LearningRate = 0.1 }, steps: 3_000))
            .Status.Should()
            .Be(ReportStatus.WithoutValue, "that is another training");
    }
}
