using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.Subsets;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Threading;
using Generalization.Training;

namespace Generalization.Tests.Measures.Subsets;

[Collection("threads")]
public class SubsetRunnerTests
{
    private static readonly TrainTestData Data = SimpleLearners.Images(21, 10);
    private static readonly SubsetDesign Design = new(5, 6);

    [Fact]
    public void A_run_tells_who_was_right_and_how_sure_the_learner_was()
    {
        var runs = new SubsetRunner(SimpleLearners.NearestNeighbour(), Data.Train, Data.Test, Design).Run();
        foreach (var run in runs.Read())
        {
            var positions = Design.Positions(run.Number, Data.Train);
            using var fit = SimpleLearners.NearestNeighbour().Fit(Data.Train.Select(positions), 0);
            var (outputs, classes) = (fit.Predict(Data.Train), fit.Classify(Data.Train));
            for (var i = 0; i < Data.Train.Count; i++)
            {
                var label = Data.Train.Labels[i];
                run.TrainRight[i].Should().Be(classes[i] == label);
                var other = Enumerable.Range(0, 4).Where(c => c != label).Max(c => outputs[i, c]);
                run.TrainConfidence[i].Should().Be((float)(outputs[i, label] - other));
            }

            positions.Should().OnlyContain(p => run.TrainRight[p]);
            run.TestRight.Should().Equal(fit.Classify(Data.Test).Zip(Data.Test.Labels.ToArray(), (c, y) => c == y));
            run.TestConfidence.Should().HaveCount(10);
        }
    }

    [Fact]
    public void Runs_side_by_side_are_the_same()
    {
        var one = new SubsetRunner(SimpleLearners.NearestMean(), Data.Train, Data.Test, Design).Run();
        var three = new SubsetRunner(SimpleLearners.NearestMean(), Data.Train, Data.Test, Design, new() { AtOnce = 3 }).Run();
        Same(three, one);
    }

    [Fact]
    public void A_stopped_work_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var fits = 0;
        var counting = new FunctionLearner(
            "counting",
            (train, seed, token) =>
            {
                Interlocked.Increment(ref fits);
                return SimpleLearners.NearestMean().Fit(train, seed, null, token);
            }
        );
        var options = new SubsetRunOptions { Folder = folder.Path, Learner = "counting, mean" };
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<SubsetProgress>(at =>
        {
            if (at.Done == 4)
                stop.Cancel();
        });
        new Action(() => new SubsetRunner(counting, Data.Train, Data.Test, Design, options).Run(progress, stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        fits.Should().Be(4);

        // What a kill leaves of a file that was not whole yet.
        File.WriteAllText(Path.Combine(folder.Path, "run-000004.subset.abc.part"), "half");
        var again = new SubsetRunner(counting, Data.Train, Data.Test, Design, options);
        again.Kept().Numbers.Should().Equal(0, 1, 2, 3);
        SubsetProgress? first = null;
        var runs = again.Run(new SynchronousProgress<SubsetProgress>(at => first ??= at));
        fits.Should().Be(6);
        first.Should().Be(new SubsetProgress(4, 6, 4, 0));
        first!.Value.SecondsLeft.Should().BeNull();
        Same(runs, new SubsetRunner(counting, Data.Train, Data.Test, Design).Run());
    }

    [Theory]
    [InlineData("seed", "its seed is \"5\" and not \"6\"")]
    [InlineData("learner", "its learner's description is \"mean\" and not \"another\"")]
    [InlineData("fraction", "its examples is \"14\" and not \"10\"")]
    [InlineData("confidence", "its confidence is \"margin\" and not \"none\"")]
    [InlineData("test", "its test data is \"")]
    public void Runs_of_something_else_are_refused_before_any_training(string what, string found)
    {
        using var folder = new TemporaryFolder();
        var options = new SubsetRunOptions { Folder = folder.Path, Learner = "mean" };
        new SubsetRunner(SimpleLearners.NearestMean(), Data.Train, Data.Test, Design, options).Run();
        var design = what switch
        {
            "seed" => Design with { Seed = 6 },
            "fraction" => Design with { Fractions = [0.5] },
            _ => Design,
        };
        options = options with
        {
            Learner = what == "learner" ? "another" : "mean",
            Confidence = what == "confidence" ? ConfidenceKind.None : null,
        };
        var never = new FunctionLearner("nearest-mean", (_, _, _) => throw new InvalidOperationException("trained"));
        new Action(() => new SubsetRunner(never, Data.Train, what == "test" ? null : Data.Test, design, options).Run())
            .Should()
            .Throw<SubsetRunFormatException>()
            .WithMessage(
                $"*run-000000.subset must be of these runs, but {found}*. Choose another folder, or remove this one to begin again."
            );
    }

    [Fact]
    public void A_learner_without_words_keeps_no_runs_unless_it_is_given_some()
    {
        var own = new KernelLearner(new GaussianKernel(1)) { Targets = data => data.OneHot() };
        new Action(() => new SubsetRunner(own, Data.Train, null, Design, new() { Folder = "x" }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Runs that are kept in a folder must say which learner made them, but gaussian has no words that tell it from another (*); "
                    + "give them in SubsetRunOptions.Learner.*"
            );
    }

    /// <summary>Inputs are made once for all runs: the bits are those of a training by itself.</summary>
    [Fact]
    [NoTensorLeaks]
    public void A_networks_runs_have_the_bits_of_its_trainings()
    {
        var learner = Network(epochs: 3);
        var design = Design with { Runs = 2 };
        var data = Pictures.Corrupt(new UniformLabelNoise(0.5), 1);
        foreach (var run in new SubsetRunner(learner, data.Train, data.Test, design).Run().Read())
        {
            var positions = design.Positions(run.Number, data.Train);
            using var fit = learner.Fit(data.Train.Select(positions), design.TrainingSeed(run.Number));
            var (outputs, tested) = (fit.Predict(data.Train), fit.Predict(data.Test));
            run.TrainConfidence.Should().Equal(Enumerable.Range(0, 40).Select(i => Logit(outputs, i, data.Train.Labels[i])));
            run.TestConfidence.Should().Equal(Enumerable.Range(0, 10).Select(i => Logit(tested, i, data.Test.Labels[i])));
        }

        static float Logit(double[,] outputs, int row, long label)
        {
            double[] others = [.. Enumerable.Range(0, 3).Where(c => c != label).Select(c => outputs[row, c])];
            return (float)(outputs[row, label] - (others.Max() + Math.Log(others.Sum(o => Math.Exp(o - others.Max())))));
        }
    }

    [Fact]
    public void A_network_whose_training_is_another_is_told_from_the_first()
    {
        using var folder = new TemporaryFolder();
        var options = new SubsetRunOptions { Folder = folder.Path };
        var (design, data) = (Design with { Runs = 1 }, Pictures);
        new SubsetRunner(Network(epochs: 1), data.Train, data.Test, design, options).Run();
        new SubsetRunner(Network(epochs: 1), data.Train, data.Test, design, options).Kept().Numbers.Should().Equal(0);
        new Action(() => new SubsetRunner(Network(epochs: 2), data.Train, data.Test, design, options).Run())
            .Should()
            .Throw<SubsetRunFormatException>()
            .WithMessage("*but its learner's description is \"epochs: 1\" and not \"epochs: 2\". *");
        new Action(() => new SubsetRunner(Network(epochs: 1, width: 9), data.Train, data.Test, design, options).Run())
            .Should()
            .Throw<SubsetRunFormatException>()
            .WithMessage("*but its learner's description is \"modules: *out_features = 8*and not \"modules: *out_features = 9*");
    }

    private static TrainTestData Pictures => new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(40, 10, seed: 4);

    private static NetworkLearner Network(int epochs, int width = 8) =>
        new(
            new NetworkRecipe(
                "mlp",
                (input, outputs, seed) => MultilayerPerceptron.Create(input, outputs, seed, width),
                MultilayerPerceptron.PaperTraining with
                {
                    Epochs = epochs,
                    BatchSize = 8,
                }
            ),
            new InputPipeline(new CenterCrop(3, 3), new PerImageStandardization())
        );

    [Fact]
    public void Kept_runs_need_a_folder() =>
        new Action(() => new SubsetRunner(SimpleLearners.NearestMean(), Data.Train, null, Design).Kept())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("Runs must be kept in a folder to be asked for later, but there is none; name one.");

    [Fact]
    public void The_first_training_that_fails_stops_the_others()
    {
        var fits = 0;
        var failing = new FunctionLearner(
            "failing",
            (_, _, _) => throw new InvalidOperationException($"diverged {Interlocked.Increment(ref fits) * 0}")
        );
        new Action(() => new SubsetRunner(failing, Data.Train, null, Design with { Runs = 500 }, new() { AtOnce = 2 }).Run())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("diverged 0");
        fits.Should().BeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Real_targets_have_no_memorization()
    {
        var data = Dataset.FromVectors(
            "points",
            DatasetSplit.Train,
            new double[,]
            {
                { 1 },
                { 2 },
                { 3 },
            },
            new double[,]
            {
                { 1 },
                { 2 },
                { 3 },
            }
        );
        new Action(() => new SubsetRunner(SimpleLearners.NearestMean(), data, null, Design))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Memorization is of labels, but points has real targets and no classes; use data with classes.*");
    }

    private static void Same(SubsetRuns runs, SubsetRuns others)
    {
        runs.Numbers.Should().Equal(others.Numbers);
        foreach (var (run, other) in runs.Read().Zip(others.Read()))
        {
            run.Number.Should().Be(other.Number);
            run.TrainRight.Should().Equal(other.TrainRight);
            run.TestRight.Should().Equal(other.TestRight);
            run.TrainConfidence.Should().Equal(other.TrainConfidence);
            run.TestConfidence.Should().Equal(other.TestConfidence);
        }
    }
}
