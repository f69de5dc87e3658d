using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Experiments.Store;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Report.Statements;
using Generalization.Report.Statistics;
using Generalization.Tests.Support;
using Generalization.Training.History;

namespace Generalization.Tests.Report.Statements;

public class PaperStatementsTests
{
    private static readonly EpochRecord Nothing = new(0, 0, 0.1, 2.3, 0.1, null, null, null, null, null, null, null, null, 0);

    private static ImmutableArray<EpochRecord> Epochs(params double[] losses) =>
        [.. losses.Select((loss, i) => Nothing with { Epoch = i + 1, Steps = 391 * (i + 1), OnlineLoss = loss })];

    private static Run With(string corruption, params double[] losses) =>
        FakeRuns.Finished(FakeRuns.Training("inception", corruption)) with
        {
            History = Epochs(losses),
        };

    [Fact]
    public void Random_labels_begin_last_and_then_fit_quickly()
    {
        Run[] runs =
        [
            With("true-labels", 1.5, 0.8, 0.05),
            With("random-labels", 2.3, 2.3, 2.2, 1.8, 0.9, 0.2, 0.08),
            With("random-pixels", 2.2, 1.7, 0.6, 0.05),
            With("gaussian", 2.3, 2.1, 1.6, 0.05),
        ];
        var statements = PaperStatements.Of("figure-1a", runs);
        statements.Select(s => s.Outcome).Should().Equal(Agreement.Agrees, Agreement.Agrees);
        statements[0]
            .Found.Should()
            .Be(
                "Inception, 50,000 images of cifar10, steps until it begins: true labels 391, random pixels "
                    + "782, gaussian 1,173, random labels 1,564."
            );
        statements[1]
            .Found.Should()
            .Be("Inception, 50,000 images of cifar10: 1,173 with random labels, 782 with true ones, 1.5 times as many.");
    }

    [Fact]
    public void Another_order_differs_and_a_run_that_has_not_begun_says_nothing()
    {
        Run[] early = [With("random-labels", 2.3, 1.8, 0.05), With("gaussian", 2.3, 2.1, 1.6, 0.05)];
        PaperStatements.Of("figure-1a", early).Single().Outcome.Should().Be(Agreement.Differs);
        Run[] slow = [With("true-labels", 1.5, 0.05), With("random-labels", 2.3, 1.8, 1.5, 1, 0.05)];
        PaperStatements.Of("figure-1a", slow).Single().Outcome.Should().Be(Agreement.Differs, "three epochs against one");
        // Both within one epoch: nobody knows how many steps of it.
        Run[] quick = [With("true-labels", 0.05), With("random-labels", 2.3, 1.8, 1.5, 0.05)];
        PaperStatements.Of("figure-1a", quick).Single().Outcome.Should().Be(Agreement.Agrees, "two epochs against less than one");
        Run[] pending = [With("random-labels", 2.3, 2.2), With("gaussian", 2.3, 2.1, 1.6)];
        PaperStatements.Of("figure-1a", pending).Single().Outcome.Should().BeNull();
        PaperStatements.Of("figure-1a", [With("gaussian", 2.3)]).Should().BeEmpty();
    }

    [Fact]
    public void Early_stopping_takes_the_epoch_that_held_out_images_choose()
    {
        ImmutableArray<EpochRecord> history =
        [
            Nothing with
            {
                Epoch = 1,
                TestAccuracy = 0.46,
                OnlineCleanSubsetAccuracy = 0.5,
                OnlineCorruptedSubsetAccuracy = 0.1,
            },
            Nothing with
            {
                Epoch = 2,
                TestAccuracy = 0.45,
                ValidationAccuracy = 0.3,
            },
            Nothing with
            {
                Epoch = 3,
                TestAccuracy = 0.40,
                ValidationAccuracy = 0.2,
            },
        ];
        var run = FakeRuns.Finished(FakeRuns.Training("mlp-1x512", "partial-labels", probability: 0.4), test: 0.4);
        var statement = PaperStatements.Of("learn-then-memorize", [run with { History = history }]).Single();
        statement.Outcome.Should().Be(Agreement.Agrees);
        statement
            .Found.Should()
            .Be(
                "MLP 1×512, 50,000 images of cifar10, p = 0.4, seed 0: best test accuracy 46.0 % in epoch 1, "
                    + "when 50.0 % of the clean and 10.0 % of "
                    + "the corrupted labels were fitted; 40.0 % at the end; held-out noisy labels choose epoch 2, where it is 45.0 %."
            );
        history = history.SetItem(1, history[1] with { TestAccuracy = 0.41 });
        PaperStatements
            .Of("learn-then-memorize", [run with { History = history }])
            .Single()
            .Outcome.Should()
            .Be(Agreement.Differs, "the maximum over the test set is not what anybody could have had");
    }

    [Fact]
    public void The_stored_perceptrons_bear_the_sentences_out()
    {
        var runs = Stored("results/preset-cpu", "mlp-1x512");
        var early = PaperStatements.Of("learn-then-memorize", runs);
        early.Should().HaveCount(4).And.OnlyContain(s => s.Outcome == Agreement.Agrees);
        foreach (var (p, best, final) in new[] { (0.2, 46.1, 40.8), (0.4, 43.3, 32.1), (0.6, 37.5, 24.8), (0.8, 27.7, 16.6) })
            early
                .Select(s => s.Found)
                .Should()
                .ContainSingle(f =>
                    f.Contains(FormattableString.Invariant($"p = {p}, "))
                    && f.Contains(FormattableString.Invariant($"best test accuracy {best:F1} %"))
                    && f.Contains(FormattableString.Invariant($"; {final:F1} % at the end"))
                );
        var factor = PaperStatements.Of("figure-1b", runs).Single();
        (factor.Outcome, factor.Found)
            .Should()
            .Be((Agreement.Agrees, "MLP 1×512, 50,000 images of cifar10: 1.48 at 0.2, 1.88 at 0.4, 2.28 at 0.6, 2.44 at 0.8, 2.84 at 1."));
    }

    // True labels are fitted after 200 steps: four times that is 800.
    [Theory]
    [InlineData(320, null)]
    [InlineData(900, Agreement.Differs)]
    public void A_training_that_ended_too_soon_says_nothing_of_the_factor(long steps, Agreement? outcome)
    {
        Run At(double p, long end, double last) =>
            FakeRuns.Finished(
                FakeRuns.Training(corruption: "partial-labels", probability: p),
                steps: end,
                trainAccuracy: last,
                fitted: last == 1
            );
        PaperStatements.Of("figure-1b", [At(0, 200, 1), At(0.5, 270, 1), At(1, steps, 0.6)]).Single().Outcome.Should().Be(outcome);
    }

    [Fact]
    public void The_stored_Inceptions_begin_in_the_papers_order()
    {
        var statements = PaperStatements.Of("figure-1a", Stored("results/gpu", "inception"));
        statements.Select(s => s.Outcome).Should().Equal(Agreement.Agrees, Agreement.Agrees);
        statements[0]
            .Found.Should()
            .EndWith("true labels 391, shuffled pixels 391, random pixels 782, gaussian 3,519, random labels 7,820.");
    }

    [Fact]
    public void Weight_decay_is_told_up_to_where_memorization_ends()
    {
        Run At(double lambda, string corruption, double train, double test) =>
            FakeRuns.Finished(
                FakeRuns.Training("mlp-1x512", corruption) with
                {
                    WeightDecay = lambda,
                    WeightDecayOn = "weights",
                },
                test: test,
                trainAccuracy: train,
                fitted: train == 1
            );
        Run[] runs =
        [
            At(1e-4, "random-labels", 1, 0.1),
            At(1e-3, "random-labels", 0.4, 0.1),
            At(1e-3, "true-labels", 0.6, 0.53),
            At(1e-4, "true-labels", 1, 0.51),
        ];
        var statement = PaperStatements.Of("table-4", runs).Single();
        statement.Outcome.Should().Be(Agreement.Agrees);
        statement
            .Found.Should()
            .Be(
                "MLP 1×512, 50,000 images of cifar10: λ = 0.0001 fits 100.0 % of random labels, and with true "
                    + "labels gets 51.0 % of new images "
                    + "right; λ = 0.001 fits 40.0 % of random labels, and with true labels gets 53.0 % of new "
                    + "images right. Memorization ends at "
                    + "λ = 0.001."
            );
        PaperStatements.Of("table-4", runs[..1]).Should().BeEmpty("one coefficient says nothing of where it ends");
    }

    // 98.2 % without decay and 98.1 % with it: the network is too small to fit all in so many epochs, and decay takes nothing away.
    [Theory]
    [InlineData(0.982, 0.981, 0.5, Agreement.Agrees, "without it 98.2 % of random labels are fitted; ", "Memorization ends at λ = 0.001.")]
    [InlineData(0.982, 0.96, 0.5, Agreement.Differs, "without it 98.2 % of random labels are fitted; ", "Memorization ends at λ = 0.0001.")]
    [InlineData(0.982, 0.981, 0.98, Agreement.Agrees, "without it 98.2 % of random labels are fitted; ", "It ends at none of them.")]
    [InlineData(0.7, 0.6, 0.5, null, "without it 70.0 % of random labels are fitted; ", "They are not fitted without it either.")]
    [InlineData(null, 0.981, 0.5, null, "", "What is fitted without it after as many epochs is not known.")]
    public void Weight_decay_is_judged_by_what_is_fitted_without_it(
        double? without,
        double smallest,
        double largest,
        Agreement? outcome,
        string begin,
        string end
    )
    {
        Run At(double lambda, double train) =>
            FakeRuns.Finished(
                FakeRuns.Training("mlp-1x512", "random-labels") with
                {
                    WeightDecay = lambda,
                    WeightDecayOn = lambda > 0 ? "weights" : "all",
                },
                trainAccuracy: train,
                fitted: false
            );
        var runs = new[] { At(1e-4, smallest), At(1e-3, largest) };
        var statement = PaperStatements.Of("table-4", without is { } share ? [.. runs, At(0, share)] : runs).Single();
        statement.Outcome.Should().Be(outcome);
        statement.Found.Should().StartWith($"MLP 1×512, 50,000 images of cifar10: {begin}λ = 0.0001").And.EndWith($". {end}");
    }

    [Fact]
    public void A_longer_training_without_weight_decay_is_compared_at_the_same_epoch()
    {
        Run At(double lambda, double train, int epochs) =>
            FakeRuns.Finished(
                FakeRuns.Training("mlp-1x512", "random-labels") with
                {
                    WeightDecay = lambda,
                    Epochs = epochs,
                },
                trainAccuracy: train,
                fitted: false
            )
                is var run
                ? run with
                {
                    Result = run.Result! with { Numbers = run.Result.Training! with { Epochs = epochs } },
                }
                : run;
        Run[] runs = [At(1e-4, 0.981, 80), At(1e-3, 0.98, 80), At(0, 1, 150)];
        PaperStatements
            .Of("table-4", runs)
            .Single()
            .Found.Should()
            .EndWith(". What is fitted without it after as many epochs is not known.");
        // A short one would fit less without decay too.
        runs = [At(1e-5, 0.9, 30), At(1e-4, 0.99, 150), At(1e-3, 0.5, 150), At(0, 1, 150)];
        PaperStatements.Of("table-4", runs).Single().Found.Should().NotContain("0.00001").And.EndWith(". Memorization ends at λ = 0.0001.");
    }

    [Fact]
    public void Interpolants_of_larger_norm_stand_beside_the_least_one()
    {
        var plain = new KernelExperiment { Dataset = "mnist", Train = 4000 };
        Run With(KernelExperiment e, double norm) =>
            FakeRuns.Finished(e, 0.04, 4000) is var run
                ? run with
                {
                    Result = run.Result! with { Numbers = run.Result.Kernel! with { Norm = norm } },
                }
                : run;
        Run[] runs =
        [
            With(plain, 39.4),
            With(plain with { Appended = 2000 }, 49.7),
            With(plain with { Appended = 2000, AppendedLabels = "random" }, 169),
            With(plain with { Centres = "gaussian" }, 2.9e4),
            With(plain with { Centres = "gaussian", Seed = 1 }, 2.4e6),
            With(plain with { Centres = "gaussian", Seed = 2 }, 4.1e4),
        ];
        var statement = PaperStatements.Of("section-5", runs).Single();
        (statement.Outcome, statement.Found)
            .Should()
            .Be(
                (
                    Agreement.Agrees,
                    "gaussian kernel on pixels of 4,000 images of mnist, γ = 0.02: least norm 39.4; 2000 test "
                        + "images added with true labels 49.7, "
                        + "2000 test images added with random labels 169, gaussian random centres 4.1E+04 (median of 3 seeds)."
                )
            );
        runs[2] = With(plain with { Appended = 2000, AppendedLabels = "random" }, 60);
        PaperStatements.Of("section-5", runs).Single().Outcome.Should().Be(Agreement.Differs);
        // What does not fit all training labels is no interpolant, of whatever norm.
        Run Rough(Run run) => run with { Result = run.Result! with { Numbers = run.Result.Kernel! with { TrainErrors = 1 } } };
        PaperStatements.Of("section-5", [.. runs[..2], Rough(runs[2]), .. runs[3..]]).Single().Found.Should().NotContain("random labels");
        PaperStatements.Of("section-5", [Rough(runs[0]), .. runs[1..]]).Should().BeEmpty();
    }

    [Fact]
    public void A_ridge_improves_where_its_errors_are_fewer_beyond_chance()
    {
        var plain = new KernelExperiment { Dataset = "mnist" };
        Run[] With(double ridged) =>
            [FakeRuns.Finished(plain, 0.0122, 60_000), FakeRuns.Finished(plain with { Ridge = 0.01 }, ridged, 60_000)];
        var statement = PaperStatements.Of("section-5", With(0.0118)).Single();
        (statement.Outcome, statement.Found)
            .Should()
            .Be(
                (
                    Agreement.Agrees,
                    "gaussian kernel on pixels of 60,000 images of mnist, γ = 0.02: 122 test errors without a ridge; 118 with λ = 0.01."
                )
            );
        PaperStatements.Of("section-5", With(0.005)).Single().Outcome.Should().Be(Agreement.Differs);
        // 42 fewer are within three deviations, and still a third fewer.
        PaperStatements.Of("section-5", With(0.008)).Single().Outcome.Should().Be(Agreement.Inconclusive);
        var tiny = FakeRuns.Finished(plain with { Ridge = 1e-8 }, 0.0118, 60_000);
        PaperStatements.Of("section-5", [With(0.01)[0], tiny]).Single().Found.Should().EndWith("118 with λ = 1E-08.");
        // Errors of other numbers of test images are not compared.
        var few = FakeRuns.Finished(plain with { Ridge = 0.01, Test = 1000 }, 0.005, 60_000);
        PaperStatements.Of("section-5", [With(0.01)[0], few]).Should().BeEmpty();
        var (square, cube) = (
            plain with
            {
                Kernel = "polynomial",
                Degree = 2,
            },
            plain with
            {
                Kernel = "polynomial",
                Degree = 3,
                Ridge = 1,
            }
        );
        PaperStatements
            .Of("section-5", [FakeRuns.Finished(square, 0.02, 60_000), FakeRuns.Finished(cube, 0.01, 60_000)])
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void The_second_descent_has_its_peak_at_n()
    {
        Run At(int features, double error, double ridge = 0, int? test = null) =>
            FakeRuns.Finished(
                new RandomFeatureExperiment
                {
                    Dataset = "mnist",
                    Test = test,
                    FeatureCount = features,
                    Ridge = ridge,
                },
                error
            );
        Run[] runs = [At(300, 0.18), At(1000, 0.856), At(1100, 0.47), At(10_000, 0.092), At(1000, 0.114, 0.01), At(1000, 0.3, 1e-7)];
        var statement = PaperStatements.Of("section-5", runs).Single();
        (statement.Outcome, statement.Found)
            .Should()
            .Be(
                (
                    Agreement.Agrees,
                    "1,000 images of mnist, test error at features: 18.0 % at 300, 85.6 % at 1,000, 47.0 % at "
                        + "1,100, 9.2 % at 10,000; with a ridge of 1E-07: 30.0 % at 1,000; with a ridge of 0.01: 11.4 % at 1,000."
                )
            );
        // Errors on some of the test images are another curve.
        PaperStatements
            .Of("section-5", [.. runs, At(300, 0.2, test: 50), At(1000, 0.8, test: 50), At(10_000, 0.1, test: 50)])
            .Select(s => (s.Id, s.Found.Split(':')[0]))
            .Should()
            .Equal(
                ("double-descent-mnist-1000", "1,000 images of mnist, test error at features"),
                ("double-descent-mnist-1000-50", "1,000 images of mnist, tested on 50, test error at features")
            );
        runs[1] = At(2000, 0.856);
        PaperStatements.Of("section-5", runs).Single().Outcome.Should().Be(Agreement.Differs, "the peak is elsewhere");
        PaperStatements.Of("section-5", runs[..3]).Single().Outcome.Should().BeNull("nothing is known at 10 n");
    }

    [Fact]
    public void Only_table_3s_own_regressions_fill_its_rows()
    {
        var selector = new KernelSelector("mnist", "none");
        var plain = new KernelExperiment { Dataset = "mnist" };
        selector.Matches(plain).Should().BeTrue();
        foreach (
            var other in new[]
            {
                plain with
                {
                    Targets = "signs",
                },
                plain with
                {
                    Appended = 1,
                },
                plain with
                {
                    Centres = "uniform",
                },
                plain with
                {
                    Validation = 1,
                },
            }
        )
            selector.Matches(other).Should().BeFalse(other.Words);
    }

    [Fact]
    public void Sgd_finds_the_least_norm_which_predicts_nothing()
    {
        var experiment = new LeastNormExperiment { Dataset = "mnist" };
        var statements = PaperStatements.Of("section-5", [FakeRuns.Finished(experiment)]);
        statements.Select(s => s.Outcome).Should().Equal(Agreement.Agrees, Agreement.Agrees, Agreement.Agrees);
        statements
            .Select(s => s.Found)
            .Should()
            .Equal(
                "40 images of mnist, 784 dimensions: distance over the least norm, SGD from 0 6.67E-07, "
                    + "gradient descent from the null space 1.8.",
                "40 images of mnist, 784 dimensions: rank 40 of 784, eigenvalues from 0.5 to 90 and zeros.",
                "40 images of mnist, 784 dimensions: pixels norm 1.5, 330 of 1000 test errors, gabor norm 5.7, 300 of 1000 test errors."
            );
        PaperStatements.Of("section-5", [FakeRuns.Finished(experiment, distance: 0.1)])[0].Outcome.Should().Be(Agreement.Differs);
    }

    [Fact]
    public void The_page_and_the_markdown_say_them_under_their_section()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            ReportFiles.Write(PaperReport.Of("mine", [FakeRuns.Finished(new LeastNormExperiment { Dataset = "mnist" })]), folder);
            var page = File.ReadAllText(Path.Combine(folder, "report.html"));
            page.Should()
                .Contain("<strong class=\"outcome reproduced\">holds:</strong> 40 images of mnist, 784 dimensions: rank 40 of 784");
            File.ReadAllText(Path.Combine(folder, "report.md"))
                .Should()
                .Contain("**The norm does not predict which features generalize better.** Features whose interpolant has a larger norm")
                .And.Contain("- holds: 40 images of mnist, 784 dimensions: pixels norm 1.5");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Run[] Stored(string folder, string model)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../..", folder));
        var store = RunStore.Open(path);
        return
        [
            .. Directory
                .EnumerateFiles(path, "experiment.json", SearchOption.AllDirectories)
                .Order()
                .Select(f => store.Read(KnownKinds.All.Parse(File.ReadAllText(f))))
                .Where(r => r.Experiment is Generalization.Experiments.Kinds.NetworkTraining.TrainingExperiment t && t.Model == model),
        ];
    }
}
