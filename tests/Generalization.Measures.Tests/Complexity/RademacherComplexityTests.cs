using System.Text.Json;
using Generalization.Data;
using Generalization.Data.Cifar;
using Generalization.Data.Idx;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures;
using Generalization.Measures.Complexity;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Threading;
using Generalization.Training;
using Xunit.Abstractions;

namespace Generalization.Tests.Measures.Complexity;

[NoTensorLeaks]
public class RademacherComplexityTests(ITestOutputHelper output)
{
    private static readonly Dataset Train = FashionMnistMini.Load().Train;

    public static TheoryData<ILearner> Linear =>
        [
            new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = 1 } },
            new KernelLearner(new GaussianKernel(0.02))
            {
                Solver = new SolverOptions { Ridge = 5, Precision = SolverPrecision.Mixed },
                Targets = data => data.PlusMinusOne(),
            },
            new KernelLearner(new LinearKernel()) { Solver = new SolverOptions { Ridge = 10 } },
            new LeastNormLearner(),
        ];

    /// <summary>The expectation over all labelings is known exactly, from the hat matrix.</summary>
    [Theory]
    [MemberData(nameof(Linear), DisableDiscoveryEnumeration = true)]
    public void Real_outputs_agree_with_random_signs_by_the_trace_of_the_hat_matrix(ILearner learner)
    {
        // More images than pixels where nothing is regularized, so that not all signs can be fitted.
        var data = learner is LeastNormLearner ? Train.Take(1000) : Train.Take(300);
        var result = RademacherComplexity.Measure(learner, data, seed: 3, new RademacherOptions { Draws = 40 });
        output.WriteLine($"{learner.Name}: {result}");
        var expected = result.ExpectedCorrelation!.Value;
        expected.Should().BeInRange(0.01, 0.99);
        result.Correlation!.Value.Should().BeApproximately(expected, 3 * result.Correlation.StandardError);
        result.Correlation.StandardError.Should().BePositive().And.BeLessThan(0.02);
        result.Value.Value.Should().BeGreaterThan(expected, "signs are right more often than outputs are as large as they should be");
    }

    [Fact]
    public void An_interpolant_fits_all_signs()
    {
        var fits = 0;
        var learner = new KernelLearner(new GaussianKernel(0.02))
        {
            Features = (_, _, _) =>
            {
                fits++;
                return null!;
            },
        };
        var result = RademacherComplexity.Measure(learner, Train.Take(200), seed: 1, new RademacherOptions { Draws = 8 });
        fits.Should().Be(1, "one factorization serves all draws");
        result.Value.Should().Be(new Estimate(1, 0, 1, 1, 8));
        result.ExpectedCorrelation.Should().Be(1);
        result.Correlation!.Value.Should().BeApproximately(1, 1e-9);
        result.IsLowerBound.Should().BeFalse();
        result
            .ToString()
            .Should()
            .Be(
                "1 (1 to 1) on random signs for 200 examples, 8 draws: all of them were fitted, so nothing is above it; of its real "
                    + "outputs 1 (1 to 1), where tr(H)/n is 1"
            );
    }

    [Fact]
    public void No_end_of_the_interval_is_above_what_can_be_fitted()
    {
        var fits = 0;
        var learner = new FunctionLearner(
            "misses one label of the third draw",
            (_, _, _) =>
            {
                var misses = ++fits == 3;
                return new FunctionPredictor(
                    2,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, 2];
                        for (var i = 0; i < data.Count; i++)
                            outputs[i, misses && i == 0 ? 1 - data.Labels[i] : data.Labels[i]] = 1;
                        return outputs;
                    }
                );
            }
        );
        var result = RademacherComplexity.Measure(learner, Train.Take(100), seed: 0, new RademacherOptions { Draws = 3 });
        result.Draws.Select(draw => draw.Accuracy).Should().Equal(1, 1, 0.99);
        result.Value.High.Should().Be(1);
        result.Value.Low.Should().BeApproximately(0.9647, 1e-4);
    }

    /// <summary>What does not look at labels is right as often as chance is.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void A_constant_answer_is_worth_nothing(int k)
    {
        var constant = new FunctionLearner(
            "constant",
            (train, _, _) =>
                new FunctionPredictor(
                    train.ClassCount,
                    (data, _) =>
                    {
                        var outputs = new double[data.Count, train.ClassCount];
                        for (var i = 0; i < data.Count; i++)
                            outputs[i, 1] = 1;
                        return outputs;
                    }
                )
        );
        var options = new RademacherOptions { Draws = 60, ClassCount = k };
        var result = RademacherComplexity.Measure(constant, Train.Take(400), seed: 0, options);
        result.Value.Value.Should().BeApproximately(0, 3 * result.Value.StandardError);
        (result.Correlation, result.ExpectedCorrelation, result.ClassCount, result.Examples).Should().Be((null, null, k, 400));
        result.IsLowerBound.Should().BeTrue();
        result.ToString().Should().Contain("a lower bound, since the learner did not fit them all");
    }

    [Fact]
    public void Labels_of_many_classes_are_fitted_too()
    {
        var learner = new KernelLearner(new GaussianKernel(0.02));
        var result = RademacherComplexity.Measure(learner, Train.Take(150), seed: 2, new RademacherOptions { ClassCount = 7, Draws = 3 });
        (result.Value.Value, result.Correlation).Should().Be((1, null));
    }

    [Fact]
    public void A_perceptron_fits_random_signs()
    {
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), new InputPipeline(new PerImageStandardization()));
        var result = RademacherComplexity.Measure(learner, Train.Take(200), seed: 0, new RademacherOptions { Draws = 2 });
        output.WriteLine(result.ToString());
        result.Value.Value.Should().BeGreaterThanOrEqualTo(0.99);
        result.Correlation.Should().BeNull();
    }

    [FullDataFact("cifar-10-batches-bin")]
    public void Mlp_3x512_fits_random_signs_of_2000_images()
    {
        var data = Cifar10.Load(FullDataFactAttribute.Root).Train.Take(2000);
        var learner = new NetworkLearner(PaperModels.Named("mlp-3x512").ToRecipe(), InputPipeline.Cifar10);
        var result = RademacherComplexity.Measure(learner, data, seed: 0, new RademacherOptions { Draws = 3 });
        output.WriteLine(result.ToString());
        result.Value.Value.Should().BeGreaterThanOrEqualTo(0.99);
    }

    [Fact]
    public void Draws_are_kept_and_not_made_again()
    {
        var learner = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = 1 } };
        var data = Train.Take(60);
        var kept = new List<RademacherDraw>();
        using var stop = new CancellationTokenSource();
        var options = new RademacherOptions { Draws = 6, DrawsAtOnce = 2 };
        void Keep(RademacherDraw draw)
        {
            kept.Add(draw);
            if (kept.Count == 4)
                stop.Cancel();
        }

        new Action(() => RademacherComplexity.Measure(learner, data, 5, options, finished: Keep, token: stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        kept.Select(draw => draw.Index).Should().Equal(0, 1, 2, 3);

        // As from a file.
        var stored = JsonSerializer.Deserialize<RademacherDraw[]>(JsonSerializer.Serialize(kept))!;
        stored.Should().Equal(kept);
        var made = new List<int>();
        var rest = RademacherComplexity.Measure(learner, data, 5, options, stored, draw => made.Add(draw.Index));
        made.Should().Equal(4, 5);
        var whole = RademacherComplexity.Measure(learner, data, 5, options with { DrawsAtOnce = null });
        rest.Value.Value.Should().BeApproximately(whole.Value.Value, 1e-12);
        rest.Correlation!.Value.Should().BeApproximately(whole.Correlation!.Value, 1e-12);
        var fewer = RademacherComplexity.Measure(learner, data, 5, new RademacherOptions { Draws = 2 }, stored, _ => made.Add(-1));
        (fewer.Draws.Length, made.Count).Should().Be((2, 2));
    }

    [Fact]
    public void Draws_of_something_else_are_refused()
    {
        var learner = new KernelLearner(new GaussianKernel(0.02));
        var options = new RademacherOptions { Draws = 1 };
        var draw = RademacherComplexity.Measure(learner, Train.Take(20), 1, options).Draws[0];
        new Action(() => RademacherComplexity.Measure(learner, Train.Take(20), 2, options, [draw]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "An earlier draw must be of 2 classes, seed 2, gaussian on 20 examples of fashion-mnist-mini, *, but draw 0 is of 2 "
                    + "classes, seed 1, gaussian on 20 examples of fashion-mnist-mini, *; hand back the draws of this measurement alone.*"
            );
        new Action(() => RademacherComplexity.Measure(learner, Train.Take(20), 1, options, [draw, draw]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Earlier draws must each have an index of their own from 0 on, but 0 stands twice.*");
        new Action(() => RademacherComplexity.Measure(learner, Train.Take(20), 1, options, [draw with { Index = -1 }]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Earlier draws must each have an index of their own from 0 on, but -1 is none.*");
    }

    [Fact]
    public void Which_draw_is_told()
    {
        var heard = new List<string>();
        var learner = new NetworkLearner(
            PaperModels.Named("mlp-1x512").ToRecipe() with
            {
                Training = MultilayerPerceptron.PaperTraining with { Epochs = 1 },
            },
            new InputPipeline(new PerImageStandardization())
        );
        var progress = new SynchronousProgress<LearningProgress>(at => heard.Add(at.Phase));
        RademacherComplexity.Measure(learner, Train.Take(20), 1, new RademacherOptions { Draws = 2 }, progress: progress);
        heard.Should().Contain("draw 1 of 2").And.Contain("draw 2 of 2: epoch 1 of at most 1");
    }

    [Fact]
    public void Wrong_options_are_refused_in_a_sentence()
    {
        Refused(() => new RademacherOptions { Draws = 0 }, "Draws must be at least 1, but was 0.*");
        Refused(() => new RademacherOptions { ClassCount = 1 }, "ClassCount must be at least 2, but was 1.*");
        Refused(() => new RademacherOptions { DrawsAtOnce = 0 }, "DrawsAtOnce must be at least 1, but was 0.*");
    }

    private static void Refused(Func<RademacherOptions> make, string sentence) =>
        make.Invoking(m => m()).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);
}
