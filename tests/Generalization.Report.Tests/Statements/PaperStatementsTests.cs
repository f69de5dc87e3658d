using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Store;
using Generalization.Report;
using Generalization.Report.Content;
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
        var runs = Stored("docs/results/cpu", "mlp-1x512");
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
                "MLP 1×512, 50,000 images of cifar10: λ = 0.0001 fits 100.0 % of random labels, and with true labels gets 51.0 % of new images "
                    + "right; λ = 0.001 fits 40.0 % of random labels, and with true labels gets 53.0 % of new images right. Memorization ends at "
                    + "λ = 0.001."
            );
        PaperStatements.Of("table-4", runs[..1]).Should().BeEmpty("one coefficient says nothing of where it ends");
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
