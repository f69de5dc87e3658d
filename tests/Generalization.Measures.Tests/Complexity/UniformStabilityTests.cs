using System.Text.Json;
using Generalization.Data;
using Generalization.Data.Cifar;
using Generalization.Data.Idx;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Complexity;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Generalization.Tests.Measures.Complexity;

[NoTensorLeaks]
public class UniformStabilityTests(ITestOutputHelper output)
{
    private const double Gamma = 0.02,
        Ridge = 0.3;
    private static readonly KernelLearner Kernel = new(new GaussianKernel(Gamma)) { Solver = new SolverOptions { Ridge = Ridge } };
    private static readonly StabilityData Data = StabilityData.FromTest(FashionMnistMini.Load().Take(60, 50), 10, seed: 4);

    /// <summary>The slow way: dense matrices, one for each example that is replaced.</summary>
    [Fact]
    public void Kernel_ridge_changes_by_what_dense_algebra_says()
    {
        var result = UniformStability.Measure(Kernel, Data, seed: 7, new StabilityOptions { Draws = 4 });
        result.Draws.Select(draw => draw.Position).Should().OnlyHaveUniqueItems();
        result.Draws.Select(draw => draw.FreshPosition).Should().OnlyHaveUniqueItems();
        var (train, fresh, points) = (Rows(Data.Train), Rows(Data.Fresh), Rows(Data.Points));
        var (labels, truth) = (Data.Train.Labels.ToArray(), Data.Points.Labels.ToArray());
        var before = Dense(train, labels, points);
        foreach (var draw in result.Draws)
        {
            var (changed, given) = (train.ToArray(), labels.ToArray());
            (changed[draw.Position], given[draw.Position]) = (fresh[draw.FreshPosition], Data.Fresh.Labels[draw.FreshPosition]);
            var after = Dense(changed, given, points);
            double[] squared = [.. Changes(before, after, row => Squared(row.Outputs, truth[row.Point]))];
            double[] wrong = [.. Changes(before, after, row => row.Outputs.MaximumIndex() == truth[row.Point] ? 0 : 1)];
            draw.Replaced.Should().HaveCount(2, "outputs of a kernel are no probabilities");
            Check(draw.Replaced.Single(change => change.Loss == StabilityLoss.Squared), squared);
            Check(draw.Replaced.Single(change => change.Loss == StabilityLoss.ZeroOne), wrong);
            draw.SeedAlone.Should().OnlyContain(change => change.Mean == 0 && change.Largest == 0, "a kernel draws nothing");
        }

        var all = result.Replaced.Single(estimate => estimate.Loss == StabilityLoss.Squared);
        var means = result.Draws.Select(draw => draw.Replaced.Single(change => change.Loss == StabilityLoss.Squared)).ToArray();
        all.Mean.Value.Should().BeApproximately(means.Average(change => change.Mean), 1e-15);
        all.Largest.Should().Be(means.Max(change => change.Largest));
        result.SeedAlone.Should().OnlyContain(estimate => estimate.Mean.Value == 0);
        result.Points.Should().Be(40);
        result
            .ToString()
            .Should()
            .Match("replacing one example changes the 0-1 loss by * on average over 40 points, another seed alone by 0 (0 to 0), 4 draws");
    }

    [Fact]
    public void A_network_is_changed_by_its_seed_too()
    {
        var comparison = UniformStability.Compare(Network(epochs: 15), Data, seed: 1, new StabilityOptions { Draws = 2 });
        foreach (var result in new[] { comparison.TrueLabels, comparison.RandomLabels })
        {
            output.WriteLine(result.ToString());
            result.Replaced.Select(e => e.Loss).Should().Equal(StabilityLoss.ZeroOne, StabilityLoss.CrossEntropy);
            result.SeedAlone.Should().OnlyContain(estimate => estimate.Mean.Value > 0);
            result.Replaced.Should().OnlyContain(estimate => estimate.Largest >= estimate.Mean.Value && estimate.Mean.Value >= 0);
            // The same seed and 59 of 60 examples change less than another start does.
            result.Replaced[1].Mean.Value.Should().BeLessThan(result.SeedAlone[1].Mean.Value);
        }
    }

    /// <summary>An answer that the training does not change is as stable as can be, and probabilities have a cross-entropy.</summary>
    [Fact]
    public void Outputs_that_are_probabilities_have_a_cross_entropy()
    {
        var learner = new FunctionLearner(
            "first label",
            (train, seed, _) =>
                new FunctionPredictor(
                    train.ClassCount,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, train.ClassCount];
                        for (var i = 0; i < data.Count; i++)
                        for (var c = 0; c < train.ClassCount; c++)
                            outputs[i, c] = c == train.Labels[0] ? 0.55 : 0.05;
                        return outputs;
                    }
                )
        );
        var result = UniformStability.Measure(learner, Data, seed: 0);
        result.Replaced.Select(e => e.Loss).Should().Equal(StabilityLoss.ZeroOne, StabilityLoss.CrossEntropy);
        foreach (var change in result.Draws.Where(draw => draw.Position != 0).SelectMany(draw => draw.Replaced))
            (change.Mean, change.Largest).Should().Be((0, 0));
    }

    /// <summary>Float32 rows of many classes do not sum to 1 exactly.</summary>
    [Fact]
    public void Probabilities_may_be_rounded()
    {
        var result = UniformStability.Measure(Summing(_ => 1.0005), Data, seed: 0, new StabilityOptions { Draws = 2 });
        result.Replaced.Select(e => e.Loss).Should().Equal(StabilityLoss.ZeroOne, StabilityLoss.CrossEntropy);
    }

    [Fact]
    public void A_loss_that_not_all_draws_have_is_left_out()
    {
        // The first training, two for draw 0, and two for draw 1, of which the last gives no probabilities.
        var result = UniformStability.Measure(Summing(fit => fit == 5 ? 1.1 : 1), Data, seed: 0, new StabilityOptions { Draws = 2 });
        result.Draws[0].Replaced.Select(change => change.Loss).Should().Contain(StabilityLoss.CrossEntropy);
        result.Replaced.Select(e => e.Loss).Should().Equal(StabilityLoss.ZeroOne);
        result.SeedAlone.Select(e => e.Loss).Should().Equal(StabilityLoss.ZeroOne, StabilityLoss.CrossEntropy);
    }

    [Fact]
    public void No_end_of_an_interval_is_below_0()
    {
        var result = UniformStability.Measure(Kernel, Data, seed: 7, new StabilityOptions { Draws = 2 });
        result.Replaced.Should().OnlyContain(e => e.Mean.Low >= 0 && (e.Loss != StabilityLoss.ZeroOne || e.Mean.High <= 1));
    }

    [Fact]
    public void Draws_are_kept_and_not_made_again()
    {
        var kept = new List<StabilityDraw>();
        var options = new StabilityOptions { Draws = 2 };
        var whole = UniformStability.Compare(Kernel, Data, 3, options, finished: kept.Add);
        kept.Should().HaveCount(4);
        var stored = JsonSerializer.Deserialize<StabilityDraw[]>(JsonSerializer.Serialize(kept))!;
        var fits = 0;
        var counting = new FunctionLearner(
            Kernel.Name,
            (train, seed, token) =>
            {
                fits++;
                return Kernel.Fit(train, seed, token: token);
            }
        );
        var again = UniformStability.Compare(counting, Data, 3, options, [.. stored.Reverse()]);
        fits.Should().Be(0);
        again.TrueLabels.Replaced.Should().Equal(whole.TrueLabels.Replaced);
        again.RandomLabels.Replaced.Should().Equal(whole.RandomLabels.Replaced);

        // The first draws of more are the same ones, and their base is trained once more.
        var more = UniformStability.Measure(Kernel, Data, 3, new StabilityOptions { Draws = 3 }, [.. whole.TrueLabels.Draws]);
        more.Draws.Take(2).Should().Equal(whole.TrueLabels.Draws);
        UniformStability
            .Measure(Kernel, Data, 3, new StabilityOptions { Draws = 3 })
            .Draws[2]
            .Replaced.Should()
            .Equal(more.Draws[2].Replaced);

        new Action(() => UniformStability.Measure(Kernel, Data, 4, options, stored))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("An earlier draw must be of seed 4, gaussian on 60 examples of *, but draw 0 is of seed 3, gaussian on *");
    }

    [Fact]
    public void It_may_be_ended() =>
        new Action(() => UniformStability.Measure(Kernel, Data, 0, token: new CancellationToken(true)))
            .Should()
            .Throw<OperationCanceledException>();

    [Fact]
    public void Too_few_examples_are_refused_in_a_sentence()
    {
        new Action(() => UniformStability.Measure(Kernel, Data, 0, new StabilityOptions { Draws = 11 }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "There must be a training example and a fresh one for each of 11 draws, but there are 60 and 10; give more, or draw fewer.*"
            );
        new Action(() => _ = new StabilityOptions { Draws = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Draws must be at least 1, but was 0.*");
    }

    /// <summary>One example changes far less than another seed does, whether labels are true or random.</summary>
    [LongFullDataFact("cifar-10-batches-bin")]
    public void A_perceptron_on_cifar10()
    {
        var data = StabilityData.FromTest(Cifar10.Load(FullDataFactAttribute.Root).Take(1000, 1000), 10, seed: 0);
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), InputPipeline.Cifar10);
        var comparison = UniformStability.Compare(learner, data, seed: 0, new StabilityOptions { Draws = 5 });
        output.WriteLine($"true labels: {comparison.TrueLabels}");
        output.WriteLine($"random labels: {comparison.RandomLabels}");
        foreach (var result in new[] { comparison.TrueLabels, comparison.RandomLabels })
            result.Replaced[0].Mean.High.Should().BeLessThan(result.SeedAlone[0].Mean.Low);
    }

    // Rows of the same probabilities that sum to what is said of the fit, counted from 1.
    private static FunctionLearner Summing(Func<int, double> sum)
    {
        var fits = 0;
        return new(
            "sums",
            (train, _, _) =>
            {
                var each = sum(++fits) / train.ClassCount;
                return new FunctionPredictor(
                    train.ClassCount,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, train.ClassCount];
                        for (var i = 0; i < data.Count; i++)
                        for (var c = 0; c < train.ClassCount; c++)
                            outputs[i, c] = each;
                        return outputs;
                    }
                );
            }
        );
    }

    private static NetworkLearner Network(int epochs) =>
        new(
            PaperModels.Named("mlp-1x512").ToRecipe() with
            {
                Training = MultilayerPerceptron.PaperTraining with { Epochs = epochs },
            },
            new InputPipeline(new PerImageStandardization())
        );

    private static double[][] Rows(Dataset data)
    {
        var pixels = data.Pixels.ToMemory().Memory<byte>()!.Value.ToArray();
        return [.. pixels.Select(p => p / 255.0).Chunk(data.Shape.Size)];
    }

    private static double Value(double[] x, double[] y) => Math.Exp(-Gamma * x.Zip(y, (a, b) => (a - b) * (a - b)).Sum());

    private static Matrix<double> Dense(double[][] train, long[] labels, double[][] points)
    {
        var n = train.Length;
        var gram = Matrix<double>.Build.Dense(n, n, (i, j) => Value(train[i], train[j]) + (i == j ? Ridge : 0));
        var alpha = gram.Solve(Matrix<double>.Build.Dense(n, 10, (i, c) => labels[i] == c ? 1 : 0));
        return Matrix<double>.Build.Dense(points.Length, n, (i, j) => Value(points[i], train[j])) * alpha;
    }

    private static IEnumerable<double> Changes(
        Matrix<double> before,
        Matrix<double> after,
        Func<(Vector<double> Outputs, int Point), double> loss
    ) => Enumerable.Range(0, before.RowCount).Select(i => Math.Abs(loss((before.Row(i), i)) - loss((after.Row(i), i))));

    private static double Squared(Vector<double> outputs, long label) =>
        outputs.Select((output, c) => output - (c == label ? 1 : 0)).Sum(error => error * error);

    private static void Check(LossChange change, double[] expected)
    {
        change.Mean.Should().BeApproximately(expected.Average(), 1e-9);
        change.Largest.Should().BeApproximately(expected.Max(), 1e-9);
    }
}
