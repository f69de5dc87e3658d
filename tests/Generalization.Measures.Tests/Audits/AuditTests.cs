using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;

namespace Generalization.Tests.Measures.Audits;

public class AuditTests
{
    private static readonly TrainTestData Fashion = FashionMnistMini.Load();

    private static TrainTestData Planted(int train, int test, double share = 0.1)
    {
        var data = Fashion.Take(train, test);
        return new(PlantedNoise.Exactly(data.Train, share, 1).Data, data.Test);
    }

    private static NetworkLearner Network(int epochs)
    {
        var recipe = PaperModels.Named("mlp-1x512").ToRecipe();
        return new(recipe with { Training = recipe.Training with { Epochs = epochs } }, new InputPipeline(new PerImageStandardization()));
    }

    [Fact]
    public void A_kernel_leaves_each_example_out_and_needs_no_folds_and_no_subsets()
    {
        var data = Planted(400, 200);
        var audit = new Audit { Seed = 1 };
        var result = audit.Run(new KernelLearner(new GaussianKernel(0.02)), data);
        result.Answers.Select(a => a.Question).Should().Equal(Enum.GetValues<AuditQuestion>());
        result.Answers.Should().OnlyContain(a => a.IsAsked && a.Sentence.Length > 0);
        // One fit, three random labelings, 2 × 5 for stability, and one without what looks wrong.
        result.Trainings.Should().Be(15);
        var found = result.Measures;
        found.Rademacher!.Value.Value.Should().Be(1, "an interpolant fits every labeling");
        found.Rademacher.ExpectedCorrelation.Should().Be(1);
        found.Fit!.Train.Value.Should().Be(1);
        found.Fit.OutOfSample!.Value.Should().Be(found.Labels!.Accuracy!.Value);
        found.Fit.LargestClass.Should().Be(MeasuredShare.LargestClassOf(data.Train.Labels));
        found.Fit.TrainLargestClass.Should().Be(found.Fit.LargestClass);
        var cleaning = found.Cleaning!;
        (cleaning.OnlyAfter - cleaning.OnlyBefore).Should().Be((int)Math.Round(200 * (cleaning.Before.Value - cleaning.After.Value)));
        found.Memorization!.Mean.Value.Should().BeApproximately(1 - found.Fit.OutOfSample.Value, 1e-12);
        found.Labels.Planted!.Positives.Should().Be(40);
        found.Influence.Should().BeNull();
        result
            .AnswerTo(AuditQuestion.CanMemorize)
            .Sentence.Should()
            .Be("Yes, everything: it fits labels that a coin has drawn, all of them.");
        result.Verdict.Should().StartWith("It memorized: it gives back 100 % of the labels that it was trained on and ");
    }

    [Fact]
    public void A_network_is_watched_and_its_history_tells()
    {
        var data = Planted(500, 200);
        var result = new Audit { Tier = AuditTier.Quick }.Run(Network(12), data);
        result.Trainings.Should().Be(1);
        result.AnswerTo(AuditQuestion.CanMemorize).IsAsked.Should().BeFalse();
        result.AnswerTo(AuditQuestion.CanMemorize).Sentence.Should().StartWith("Not asked: ");
        var found = result.Measures;
        found.Order!.Positions.Should().HaveCount(450).And.OnlyHaveUniqueItems();
        found.Order.Curves.Should().NotBeEmpty();
        found.Order.Stop.Should().NotBeNull();
        found.Norms.Should().NotBeNull();
        found.Labels!.Confident.Should().BeNull();
        found.Labels.Planted!.Hits.Should().BeGreaterThan(found.Labels.Planted.Positives / 3);
        // The tenth that was held out was not looked at.
        found.Labels.Issues.Examined.Should().Be(450);
        found.Labels.Planted.Count.Should().Be(450);
        var wrong = found.Order.Positions.Count(i => data.Train.Labels[i] != data.Train.TrueLabels[i]);
        found.Labels.Planted.Positives.Should().Be(wrong).And.BeLessThan(50);
        int[] held = [.. Enumerable.Range(0, 500).Except(found.Order.Positions)];
        found
            .Fit!.LargestClass.Should()
            .Be(MeasuredShare.LargestClassOf(data.Train.Select(held).Labels), "it is that of the held-out tenth");
        var labels = result.AnswerTo(AuditQuestion.WhichLabels);
        labels.Sentence.Should().Contain(" of 450 that were looked at look wrong; ");
        labels.Details.Should().Contain("50 labels were not looked at, since the training did not see them.");
        labels.Details.Should().Contain(d => d.StartsWith($"Of the 450 labels, {wrong} were planted wrong: "));
        labels.HowSure.Should().StartWith("Seen by the margins of one training, as they were at the best epoch of the held-out examples.");
        foreach (var issue in result.Issues)
            (issue.Given == data.Train.Labels[issue.Example], issue.Suggested != issue.Given).Should().Be((true, true));
    }

    [Fact]
    public void Any_learner_is_trained_again_and_goes_on_from_what_is_kept()
    {
        using var folder = new TemporaryFolder();
        var data = SimpleLearners.Images(120, 60);
        var fits = 0;
        var nearest = SimpleLearners.NearestNeighbour();
        var counted = new FunctionLearner(
            "counted",
            (train, seed, token) =>
            {
                fits++;
                return nearest.Fit(train, seed, null, token);
            }
        );
        var audit = new Audit
        {
            Rule = ProbabilityRule.Softmax,
            Folder = folder.Path,
            LearnerWords = "nearest neighbour",
        };
        var first = audit.Run(counted, data);
        first.Trainings.Should().Be(fits).And.BeGreaterThan(40);
        first.Measures.Memorization!.Runs.Should().Be(24);
        first.Measures.Membership.Should().NotBeNull();
        fits = 0;
        var second = audit.Run(counted, data);
        // The whole one, and the one without what looks wrong, are trained anew; first trainings of stability only where draws are missing.
        fits.Should().BeLessThanOrEqualTo(2);
        second.Verdict.Should().Be(first.Verdict);
        second.Answers.Select(a => a.Sentence).Should().Equal(first.Answers.Select(a => a.Sentence));
        FluentActions
            .Invoking(() => (audit with { LearnerWords = "another" }).Run(counted, data))
            .Should()
            .Throw<IOException>()
            .WithMessage(
                $"The folder of an audit must be of the same learner, judge, data and seed, but {folder.Path} "
                    + "differs in \"another\". Name another folder."
            );
    }

    [Fact]
    public void A_longer_audit_takes_up_what_a_shorter_one_has_made()
    {
        using var folder = new TemporaryFolder();
        var data = SimpleLearners.Images(120, 60);
        var medium = new Audit
        {
            Rule = ProbabilityRule.Softmax,
            Folder = folder.Path,
            LearnerWords = "nearest neighbour",
        };
        var first = medium.Run(SimpleLearners.NearestNeighbour(), data);
        var full = (medium with { Tier = AuditTier.Full }).Run(SimpleLearners.NearestNeighbour(), data);
        var (before, after) = (first.Measures.Stability!.TrueLabels.Draws, full.Measures.Stability!.TrueLabels.Draws);
        after.Should().HaveCount(5);
        after.Take(2).Select(d => (d.Position, d.FreshPosition)).Should().Equal(before.Select(d => (d.Position, d.FreshPosition)));
        full.Measures.Memorization!.Runs.Should().Be(200);
        full.AnswerTo(AuditQuestion.WhichExamples)
            .HowSure.Should()
            .StartWith("200 trainings; a score's standard error is at most about 0.08. An example counts where ");
        full.AnswerTo(AuditQuestion.CanMemorize)
            .Details.Should()
            .Contain(d =>
                d.StartsWith("Replacing one training example turns ")
                && d.Contains(" of its answers to test examples from right to wrong, or from wrong to right, with true labels, and ")
            );
    }

    /// <summary>A learner that is right by chance nine times in ten, whoever was in its training: of 24 runs that alone gives one in twenty
    /// a score of at least 0.25.</summary>
    [Fact]
    public void An_example_counts_as_known_by_heart_where_chance_alone_does_not_explain_it()
    {
        var fits = 0;
        var chance = new FunctionLearner(
            "chance",
            (train, _, _) =>
            {
                var fit = ++fits;
                return new FunctionPredictor(
                    train.ClassCount,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, train.ClassCount];
                        for (var i = 0; i < data.Count; i++)
                        {
                            var isWrong = new Random(1000 * fit + (int)data.Indices[i]).NextDouble() < 0.1;
                            outputs[i, (data.Labels[i] + (isWrong ? 1 : 0)) % train.ClassCount] = 1;
                        }

                        return outputs;
                    }
                );
            }
        );
        var found = new Audit().Run(chance, SimpleLearners.Images(500, 60));
        found.Measures.Memorization!.ShareAbove25.Value.Should().BeLessThan(0.005);
        found.Measures.Memorization.Mean.High.Should().BeGreaterThan(0);

        var heart = new Audit { Rule = ProbabilityRule.Softmax }.Run(SimpleLearners.NearestNeighbour(), SimpleLearners.Images(120, 60));
        var memorized = heart.Measures.Memorization!;
        memorized.Most.Should().NotBeEmpty().And.OnlyContain(m => m.Score - 2 * m.StandardError >= 0.25);
        memorized.ShareAbove25.Value.Should().Be(memorized.Most.Length / 120.0);
        var examples = heart.AnswerTo(AuditQuestion.WhichExamples);
        examples
            .Sentence.Should()
            .StartWith($"At least {memorized.Most.Length} examples of 120 it gets right only because it was trained on ");
        examples.Number!.What.Should().Be("share that is shown to be memorized");
        heart
            .AnswerTo(AuditQuestion.DidMemorize)
            .Details.Should()
            .Contain(d =>
                d.StartsWith("At least ") && d.Contains(" (memorization less two standard errors of at least 0.25), by 24 trainings")
            );
    }

    [Fact]
    public void A_judge_that_keeps_nothing_in_the_folder_needs_no_words()
    {
        using var folder = new TemporaryFolder();
        var data = SimpleLearners.Images(60, 30);
        // Features that are a function have no words.
        var kernel = new KernelLearner(new GaussianKernel(0.02))
        {
            Solver = new SolverOptions { Ridge = 0.5 },
            Features = (_, _, _) => null!,
        };
        var audit = new Audit
        {
            Rule = ProbabilityRule.Softmax,
            Folder = folder.Path,
            LearnerWords = "nearest neighbour",
        };
        var leaving = audit with { Judge = kernel };
        leaving.Run(SimpleLearners.NearestNeighbour(), data).Measures.Labels!.By.Should().Contain("by leaving each example out");
        var quick = audit with { Tier = AuditTier.Quick, Judge = SimpleLearners.NearestMean() };
        quick.Run(SimpleLearners.NearestNeighbour(), data).Trainings.Should().Be(1);

        // A judge that makes folds says who it is, and then the others go on in its folder.
        var folds = quick with
        {
            Tier = AuditTier.Medium,
        };
        foreach (var wordless in new[] { folds, quick with { Budget = TimeSpan.FromMinutes(1) } })
            FluentActions
                .Invoking(() => wordless.Run(SimpleLearners.NearestNeighbour(), data))
                .Should()
                .Throw<ArgumentException>()
                .WithMessage("Runs that are kept in a folder must say which learner made them, but nearest-mean *Audit.JudgeWords.*");
        (folds with { JudgeWords = "nearest mean" }).Run(SimpleLearners.NearestNeighbour(), data);
        Directory.GetFiles(folder.Path, "fold-*.json").Should().HaveCount(5);
        foreach (var silent in new[] { leaving, quick })
            silent.Run(SimpleLearners.NearestNeighbour(), data);
        File.ReadAllText(Path.Combine(folder.Path, "audit.txt")).Should().EndWith("judge: nearest-mean\nnearest mean\n");
        FluentActions
            .Invoking(() => (quick with { Seed = 1 }).Run(SimpleLearners.NearestNeighbour(), data))
            .Should()
            .Throw<IOException>()
            .WithMessage("*differs in \"seed: 1\"*");
    }

    [Fact]
    public void A_folder_of_an_earlier_version_goes_on_where_no_judge_has_made_folds()
    {
        using var folder = new TemporaryFolder();
        var data = SimpleLearners.Images(60, 30);
        var alone = new Audit
        {
            Tier = AuditTier.Quick,
            Rule = ProbabilityRule.Softmax,
            Folder = folder.Path,
            LearnerWords = "nearest neighbour",
        };
        var judged = alone with { Judge = SimpleLearners.NearestNeighbour(), JudgeWords = "another neighbour" };
        // As it was written before judges were said.
        alone.Run(SimpleLearners.NearestNeighbour(), data);
        judged.Run(SimpleLearners.NearestNeighbour(), data);
        File.ReadAllText(Path.Combine(folder.Path, "audit.txt")).Should().EndWith("another neighbour\n");

        using var other = new TemporaryFolder();
        (alone with { Folder = other.Path, Tier = AuditTier.Medium }).Run(SimpleLearners.NearestNeighbour(), data);
        FluentActions
            .Invoking(() => (judged with { Folder = other.Path }).Run(SimpleLearners.NearestNeighbour(), data))
            .Should()
            .Throw<IOException>("whose folds they are is not known");
    }

    [Fact]
    public void Another_judge_is_another_audit()
    {
        using var folder = new TemporaryFolder();
        var data = SimpleLearners.Images(60, 30);
        var audit = new Audit
        {
            Tier = AuditTier.Quick,
            Folder = folder.Path,
            LearnerWords = "nearest neighbour",
        };
        Audit By(double ridge) =>
            audit with
            {
                Judge = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = ridge } },
                JudgeWords = FormattableString.Invariant($"gaussian with a ridge of {ridge}"),
            };
        By(0.5).Run(SimpleLearners.NearestNeighbour(), data);
        By(0.5).Run(SimpleLearners.NearestNeighbour(), data);
        foreach (var (other, line) in new[] { (By(0.25), "gaussian with a ridge of 0.25"), (audit, "judge: gaussian") })
            FluentActions
                .Invoking(() => other.Run(SimpleLearners.NearestNeighbour(), data))
                .Should()
                .Throw<IOException>()
                .WithMessage($"*must be of the same learner, judge, data and seed, but * differs in \"{line}\". Name another folder.");
    }

    [Fact]
    public void A_judge_of_its_own_finds_the_labels()
    {
        var data = Planted(600, 300);
        var judge = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = 0.5 } };
        var result = new Audit { Tier = AuditTier.Quick, Judge = judge }.Run(Network(3), data);
        result.Trainings.Should().Be(2);
        result.Measures.Labels!.By.Should().Be("by leaving each example out of a judge of its own (gaussian), exactly");
        result.Measures.Labels.Planted!.Recall!.Value.Should().BeGreaterThan(0.4);
        result.Measures.Labels.PlantedAuroc!.Value.Should().BeGreaterThan(0.95);
    }

    [Fact]
    public void A_judge_that_is_right_on_all_left_out_examples_is_no_sign_of_cheating()
    {
        Dataset Easy(DatasetSplit split, int count) =>
            Dataset.FromPixels(
                "easy",
                split,
                new ImageShape(1, 2, 2),
                [.. Enumerable.Range(0, 4 * count).Select(i => (byte)(i / 4 % 2 * 200 + i * 7 % 40))],
                [.. Enumerable.Range(0, count).Select(i => (long)(i % 2))],
                ["dark", "bright"]
            );
        var easy = new TrainTestData(Easy(DatasetSplit.Train, 80), Easy(DatasetSplit.Test, 40));
        var judge = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = 0.01 } };
        var result = new Audit { Tier = AuditTier.Quick, Judge = judge }.Run(SimpleLearners.NearestNeighbour(), easy);
        result.Measures.Labels!.Accuracy!.Value.Should().Be(1, "the test needs such a judge");
        result.AnswerTo(AuditQuestion.WhichLabels).Sentence.Should().Be("No label of 80 looks wrong.");
        result.Verdict.Should().EndWith("No label of 80 looks wrong.");
    }

    [Fact]
    public void Probabilities_alone_tell_of_labels()
    {
        var table = RandomTable.Of(300, 3, 0, 5);
        var result = new Audit().Run(table, "p.npy");
        result.Trainings.Should().Be(0);
        result.Answers.Where(a => a.IsAsked).Select(a => a.Question).Should().Equal(AuditQuestion.WhichLabels, AuditQuestion.WhatToDo);
        result.Issues.Length.Should().Be(ConfidentLearning.Of(table).Joint.OffDiagonal);
        result
            .AnswerTo(AuditQuestion.NewData)
            .Sentence.Should()
            .Be("Not asked: it takes a test set, and there are probabilities alone. Give the learner and its data.");
    }

    [Fact]
    public void A_budget_decides_how_much_is_trained()
    {
        var data = SimpleLearners.Images(60, 30);
        var result = new Audit { Rule = ProbabilityRule.Softmax, Budget = TimeSpan.FromMilliseconds(1) }.Run(
            SimpleLearners.NearestNeighbour(),
            data
        );
        result.Trainings.Should().Be(1);
        result.AnswerTo(AuditQuestion.WhichLabels).IsAsked.Should().BeFalse();
    }

    [Fact]
    public void What_cannot_be_audited_is_refused_in_a_sentence()
    {
        var one = Fashion.Train.Select([.. Enumerable.Range(0, 2000).Where(i => Fashion.Train.Labels[i] == 3)]);
        FluentActions
            .Invoking(() => new Audit().Run(Network(1), new TrainTestData(one, Fashion.Test)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The training set must have examples of at least two classes, but all 200 of *");
        FluentActions
            .Invoking(() => new Audit { Budget = TimeSpan.Zero })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Budget must be positive, but was 00:00:00.*");
    }
}
