using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Presets;
using Generalization.Experiments.Store;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public class ReportRowTests
{
    private const string Label = "MLP 1×512, no regularizer",
        Alone = "no number of this kind was run with two seeds; ",
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
        // t = 4.3027 with two degrees of freedom: h = 4.3027 · 0.02 · √(4/3) = 0.0994.
        row.HalfWidth.Should().BeApproximately(0.0994, 1e-4);
        row.Status.Should().Be(ReportStatus.Inconclusive);
        row.Runs.Should().HaveCount(3);
    }

    [Fact]
    public void One_run_has_no_spread() => TestAccuracy(Run(0, 0.5)).Spread.Should().BeNull();

    /// <summary>Eight seeds each of eleven other experiments of one metric, so that s is known well: 0.4 points.</summary>
    private static readonly Run[] Repeated =
    [
        .. from model in new[] { "mlp-3x512", "alexnet", "inception" }
        from decay in new[] { 0, 5e-4 }
        from seed in Enumerable.Range(0, 8)
        select FakeRuns.Finished(
            FakeRuns.Training(model, seed: (ulong)seed) with
            {
                WeightDecay = decay,
            },
            0.9 + (seed % 2 == 0 ? 0.00374 : -0.00374)
        ),
    ];

    [Theory]
    // The paper: 50.51 %. s is the binomial error of 10,000 images, 0.5 points, and h = 2.018 · 0.005 · √2 = 1.43 points.
    [InlineData(0.5051, ReportStatus.Reproduced)]
    [InlineData(0.5107, ReportStatus.Reproduced)]
    [InlineData(0.4995, ReportStatus.Reproduced)]
    [InlineData(0.5110, ReportStatus.Inconclusive)]
    [InlineData(0.5148, ReportStatus.Inconclusive)]
    [InlineData(0.5390, ReportStatus.Inconclusive)]
    [InlineData(0.5396, ReportStatus.Deviates)]
    [InlineData(0.4720, ReportStatus.Inconclusive)]
    [InlineData(0.4660, ReportStatus.Deviates)]
    public void One_run_is_judged_by_how_all_runs_of_its_metric_scatter(double test, ReportStatus status)
    {
        var row = TestAccuracy([.. Repeated, Run(0, test)]);
        row.HalfWidth.Should().BeApproximately(0.0143, 2e-4);
        row.Status.Should().Be(status);
    }

    [Fact]
    public void Where_no_row_has_two_runs_nothing_is_concluded()
    {
        var row = TestAccuracy(Run(0, 0.5051));
        (row.Status, row.HalfWidth, row.Note).Should().Be((ReportStatus.Inconclusive, double.PositiveInfinity, Alone + Ended));
        TestAccuracy([Run(0, 0.9), .. Repeated.Take(1)]).Status.Should().Be(ReportStatus.Inconclusive);
    }

    /// <summary>Their mean is 4.5 points off, and a repetition may lie anywhere: a wide scatter agrees with nothing.</summary>
    [Fact]
    public void Scatter_reproduces_nothing()
    {
        TestAccuracy(Run(0, 0.35), Run(1, 0.75)).Status.Should().Be(ReportStatus.Inconclusive);
        TestAccuracy(Run(0, 0.36), Run(1, 0.6502)).Status.Should().Be(ReportStatus.Inconclusive, "their mean is the paper's");
    }

    [Fact]
    public void Runs_that_stand_in_two_rows_and_runs_at_a_smaller_scale_add_nothing_to_the_scatter()
    {
        // Table 1, Figure 1c and Figure 2b have these seeds: ν = 1 and t = 12.706.
        var rows = PaperReport
            .Of("mine", [.. new[] { 0.85, 0.86 }.Select((x, i) => FakeRuns.Finished(FakeRuns.Training("inception", seed: (ulong)i), x))])
            .Sections.SelectMany(s => s.Rows)
            .Where(r => r.Paper.Metric == PaperMetric.TestAccuracy && r.N == 2)
            .ToArray();
        rows.Should().HaveCount(2);
        rows.Should().OnlyContain(r => Math.Abs(r.HalfWidth!.Value - 12.706 * 0.01 / Math.Sqrt(2) * Math.Sqrt(1.5)) < 1e-4);
        TestAccuracy([
            Run(0, 0.5051),
            .. new ulong[] { 0, 1 }.Select(s => FakeRuns.Finished(FakeRuns.Training("alexnet", seed: s), 0.3, 1000)),
        ])
            .HalfWidth.Should()
            .Be(double.PositiveInfinity);
    }

    [Theory]
    // 98.58 against 99.34 % of 50,000 is 710 errors against 330.
    [InlineData("mlp-1x512", "random-labels", 0.9858, ReportStatus.Deviates)]
    [InlineData("mlp-1x512", "random-labels", 0.9930, ReportStatus.Reproduced)]
    // 100.0 is printed with one decimal: 25 errors may be behind it, and 500 are not.
    [InlineData("mlp-1x512", "true-labels", 0.99, ReportStatus.Deviates)]
    [InlineData("mlp-1x512", "true-labels", 0.9997, ReportStatus.Reproduced)]
    [InlineData("mlp-1x512", "true-labels", 0.9990, ReportStatus.Reproduced)]
    [InlineData("mlp-1x512", "true-labels", 0.9985, ReportStatus.Deviates)]
    [InlineData("mlp-1x512", "true-labels", 0.6, ReportStatus.Deviates)]
    public void Near_saturation_errors_are_counted(string model, string corruption, double train, ReportStatus status)
    {
        ReportRow Row(params double[] accuracies) =>
            PaperReport
                .Of(
                    "mine",
                    [
                        .. accuracies.Select(
                            (a, i) =>
                                FakeRuns.Finished(
                                    FakeRuns.Training(model, corruption, seed: (ulong)i),
                                    0.1,
                                    steps: 58_650,
                                    trainAccuracy: a,
                                    fitted: false
                                )
                        ),
                    ]
                )
                .Sections[0]
                .Rows.Single(r => r.N > 0 && r.Paper.Metric == PaperMetric.TrainAccuracy);
        (Row(train).Status, Row(train).HalfWidth).Should().Be((status, null));
        Row(train, train).Status.Should().Be(status);
        if (status == ReportStatus.Deviates)
        {
            var mixed = Row(train, corruption == "true-labels" ? 1 : 0.9934);
            mixed.Status.Should().Be(ReportStatus.Inconclusive);
            mixed.Note.Should().StartWith("some runs have as many errors as the paper's and some have not");
        }
    }

    /// <summary>122 errors of 10,000, and the paper's 1.2 % is 115 to 125 of them.</summary>
    [Theory]
    [InlineData(0.0122, ReportStatus.Reproduced)]
    [InlineData(0.0230, ReportStatus.Deviates)]
    [InlineData(0.0040, ReportStatus.Deviates)]
    public void A_kernels_few_errors_are_counted_too(double error, ReportStatus status)
    {
        var rows = PaperReport.Of("mine", [FakeRuns.Finished(new KernelExperiment { Dataset = "mnist" }, error, 60_000)]).Sections[2].Rows;
        rows[0].Status.Should().Be(status);
        (rows[1].Status, rows[1].Ours, rows[1].Note)
            .Should()
            .Be((ReportStatus.NotComparable, 145.1, "how ten outputs make one norm is not said in the paper; γ 0.02"));
    }

    /// <summary>Table 3's rows without a ridge are of kernels that fit all training labels.</summary>
    [Fact]
    public void A_kernel_that_does_not_interpolate_is_not_compared_as_one_that_does()
    {
        var rough = new KernelExperiment
        {
            Dataset = "mnist",
            Gamma = 0.013,
            Solver = "iterative",
            Tolerance = 0.3,
        };
        Run With(int trainErrors) =>
            FakeRuns.Finished(rough, 0.0122, 60_000) is var run
                ? run with
                {
                    Result = run.Result! with { Numbers = run.Result.Kernel! with { TrainErrors = trainErrors } },
                }
                : run;
        ReportRow Row(int trainErrors) => PaperReport.Of("mine", [With(trainErrors)]).Sections.Single(s => s.Paper.Id == "table-3").Rows[0];

        (Row(0).Status, Row(0).Note).Should().Be((ReportStatus.Reproduced, "γ 0.013, iterative to 3E-01"));
        (Row(1200).Status, Row(1200).Ours, Row(1200).Note)
            .Should()
            .Be((ReportStatus.WithoutValue, null, "1,200 of the training labels are not fitted: it does not interpolate"));
        Row(1).Note.Should().Be("1 of the training labels is not fitted: it does not interpolate");
        // Of two seeds the one that is no run of the row's takes nothing from the other.
        var second = FakeRuns.Finished(rough with { Seed = 1 }, 0.0122, 60_000);
        var both = PaperReport.Of("mine", [With(1), second]).Sections.Single(s => s.Paper.Id == "table-3").Rows[0];
        (both.Status, both.N).Should().Be((ReportStatus.Reproduced, 1));
        both.Note.Should().StartWith("1 of 2 without it: 1 of the training labels is not fitted: it does not interpolate; ");
        new KernelSelector("mnist", "none", Ridge: true).WhyNot(With(1)).Should().BeNull("a ridge gives up some of the exactness");
    }

    [Fact]
    public void Pixels_whose_checksum_nobody_compared_are_said_to_be_so()
    {
        var run = Run(0, 0.5051);
        foreach (bool? verified in new bool?[] { null, false })
        {
            var row = TestAccuracy(run with { Result = run.Result! with { DataVerified = verified } });
            (row.Scale, row.IsVerified).Should().Be(("50,000 images, pixels not verified", false));
        }

        (TestAccuracy(run).Scale, TestAccuracy(run).IsVerified).Should().Be(("50,000 images", true));
    }

    [Fact]
    public void A_smaller_scale_is_never_reproduced_however_close()
    {
        var row = TestAccuracy(Run(0, 0.5051, 2_000));
        (row.Status, row.Scale, row.Ours).Should().Be((ReportStatus.SmallerScale, "2,000 of 50,000 images", 0.5051));
        var records = ExperimentPresets.Named("smoke").Experiments.Select(FakeRuns.Finished).ToArray();
        PaperReport
            .Of("smoke", records)
            .Sections.Where(s => s.Paper.IsCovered)
            .SelectMany(s => s.Rows)
            .Should()
            .OnlyContain(r => r.Status == ReportStatus.SmallerScale);
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
        (row.N, row.Ours, row.Scale).Should().Be((1, 0.51, "50,000 images"));
    }

    [Fact]
    public void A_callers_own_parts_and_held_out_images_stand_for_nothing_in_the_paper()
    {
        var training = FakeRuns.Training();
        TrainingExperiment[] others =
        [
            training with
            {
                Optimizer = "mine",
            },
            training with
            {
                Schedule = "mine",
            },
            training with
            {
                Input = "mine",
            },
            training with
            {
                Validation = 100,
            },
        ];
        foreach (var other in others)
            PaperReport.Of("mine", [FakeRuns.Finished(other, 0.5051)]).Sections.Should().BeEmpty();
        TestAccuracy(Run(0, 0.5051)).Ours.Should().Be(0.5051);
    }

    [Fact]
    public void Of_several_coefficients_of_weight_decay_the_least_stands_in_the_row()
    {
        var sweep = new[] { 0.05, 0.0005, 0.005 }.SelectMany(decay =>
            Enumerable
                .Range(0, decay == 0.0005 ? 1 : 3)
                .Select(seed => FakeRuns.Finished(FakeRuns.Training(seed: (ulong)seed) with { WeightDecay = decay }, 0.5 - decay))
        );
        PaperReport
            .Of("mine", [.. sweep])
            .Sections[0]
            .Rows.Single(r => r.Paper.Label == "MLP 1×512, weight decay" && r.Paper.Metric == PaperMetric.TestAccuracy)
            .Ours.Should()
            .BeApproximately(0.4995, 1e-12);
    }

    [Fact]
    public void A_run_in_another_precision_gives_way_to_the_papers_however_many_there_are()
    {
        var rounded = new[] { 0, 1 }
            .Select(seed => FakeRuns.Finished(FakeRuns.Training(seed: (ulong)seed) with { Precision = "bfloat16" }, 0.52))
            .ToArray();
        var row = TestAccuracy([.. rounded, Run(0, 0.51)]);
        (row.N, row.Ours, row.Note).Should().Be((1, 0.51, Alone + Ended));
        (TestAccuracy(rounded).N, TestAccuracy(rounded).Note).Should().Be((2, "another run may lie 7.77 points off; bfloat16; " + Ended));
    }

    [Fact]
    public void What_differs_from_the_papers_training_is_said()
    {
        TestAccuracy(FakeRuns.Finished(FakeRuns.Training(), train: 2_000, fitted: false)).Note.Should().BeNull();
        TestAccuracy(FakeRuns.Finished(FakeRuns.Training() with { LearningRate = 0.02, BatchSize = 16, Decay = 0.9, DecaySteps = null }))
            .Note.Should()
            .Be(Alone + "learning rate 0.02, decay 0.9 every epoch, batches of 16; " + Ended);
        PaperReport
            .Of("mine", [FakeRuns.Finished(FakeRuns.Training() with { WeightDecay = 5e-5 })])
            .Sections[0]
            .Rows.Single(r => r.N > 0 && r.Paper.Metric == PaperMetric.TestAccuracy)
            .Note.Should()
            .Be(Alone + "weight decay 0.00005; " + Ended);
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
        var rows = sections.Single(s => s.Paper.Id == "section-4").Rows;
        rows.Select(r => r.Paper.Metric)
            .Should()
            .Equal([PaperMetric.WeightsError, PaperMetric.WeightsError], "2n + d is so by construction");
        // One run is enough: the error is computed.
        (rows[0].Ours, rows[0].Status, rows[0].HalfWidth)
            .Should()
            .Be((1e-13, ReportStatus.Reproduced, 0));
        rows[0]
            .Note.Should()
            .Be(
                "width 50,000, 103,072 weights, 1 × (2n + d); a plain float64 forward pass is off by 1E-13, and by 1E-09 at most in any "
                    + "order of summation"
            );
    }

    [Fact]
    public void A_construction_whose_rounded_weights_miss_the_targets_deviates()
    {
        var run = FakeRuns.Finished(new FiniteSampleExperiment { Dataset = "cifar10", N = 50_000 });
        var off = run with { Result = run.Result! with { Numbers = run.Result.FiniteSample! with { MaxError = 0, WeightsError = 1e-6 } } };
        PaperReport.Of("mine", [off]).Sections.Single(s => s.Paper.Id == "section-4").Rows[0].Status.Should().Be(ReportStatus.Deviates);
    }

    [Fact]
    public void A_network_that_stays_unfitted_reproduces_a_failure_to_converge()
    {
        ReportRow Row(params double[] accuracies) =>
            PaperReport
                .Of(
                    "mine",
                    [
                        .. accuracies.Select(
                            (a, i) =>
                                FakeRuns.Finished(
                                    FakeRuns.Training("alexnet", "random-labels", seed: (ulong)i) with
                                    {
                                        WeightDecay = 5e-4,
                                    },
                                    trainAccuracy: a,
                                    steps: 58_650,
                                    fitted: false
                                )
                        ),
                    ]
                )
                .Sections.Single(s => s.Paper.Id == "table-4")
                .Rows[1];
        Row(0.11, 0.115).Status.Should().Be(ReportStatus.Reproduced);
        Row(0.11).Status.Should().Be(ReportStatus.Inconclusive);
        Row(0.11, 0.45).Status.Should().Be(ReportStatus.Inconclusive);
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
        (Row(random, clean).Ours, Row(random, clean).Note)
            .Should()
            .Be((3, Alone + "at 95 %: 3; at 100 %: 3"), "FakeRuns come from nothing to all in one evaluation");
        (Row(random).Status, Row(random).Note)
            .Should()
            .Be((ReportStatus.WithoutValue, "there is no time for the same training on true labels"));
        var random98 = FakeRuns.Finished(
            FakeRuns.Training(corruption: "random-labels"),
            steps: 58_650,
            trainAccuracy: 0.9858,
            fitted: false
        );
        (Row(clean, random98).Ours, Row(clean, random98).Note)
            .Should()
            .Be((19.55, Alone + "at 95 %: 19.6; at 100 %: not reached"), "the last example need not be waited for");
        var unfitted = Row(
            clean,
            FakeRuns.Finished(FakeRuns.Training(corruption: "random-labels"), steps: 58_650, trainAccuracy: 0.9758, fitted: false)
        );
        (unfitted.Status, unfitted.Note)
            .Should()
            .Be((ReportStatus.WithoutValue, "ran for 58,650 steps and fits 97.58 %, where 98 % count as fitted"));
        Row(random, FakeRuns.Finished(FakeRuns.Training() with { LearningRate = 0.1 }, steps: 3_000))
            .Status.Should()
            .Be(ReportStatus.WithoutValue, "that is another training");
    }

    /// <summary>What a CPU gave on all 50,000 images: no run fits the last example, and the order is the paper's.</summary>
    [Fact]
    public void The_stored_histories_of_a_perceptron_take_longer_the_more_labels_are_random()
    {
        var store = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../results/preset-cpu"));
        var list = ExperimentPresets.Named("cpu").Experiments;
        var runs = RunStore.Open(store).ReadAll(list);
        var figure = PaperReport
            .Of("cpu", runs)
            .Sections.Single(s => s.Paper.Id == "figure-1b")
            .Figures.Single(f => f.Id == "figure-1b-cifar10");
        var curve = figure.Curves.Single(c => c.Name == "MLP 1×512");
        curve.Points.Select(p => p.X).Should().Equal(0, 0.2, 0.4, 0.6, 0.8, 1);
        curve.Points.Select(p => Math.Round(p.Y, 2)).Should().Equal(1, 1.48, 1.88, 2.28, 2.44, 2.84);
    }
}
