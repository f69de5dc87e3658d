using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Measures.Complexity;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Complexity;

[NoTensorLeaks]
public class KernelMemorizationTests
{
    private static readonly Dataset Train = FashionMnistMini.Load().Corrupt(new UniformLabelNoise(0.3), seed: 2).Train.Take(50);

    /// <summary>The slow way: fitted anew without each example.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Scores_are_those_of_fitting_anew_without_each_example(double ridge)
    {
        var learner = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Ridge = ridge } };
        var memorized = KernelMemorization.Of(learner, Train, seed: 0);
        using var whole = learner.Fit(Train, 0);
        var given = whole.Classify(Train);
        for (var i = 0; i < Train.Count; i++)
        {
            int[] others = [.. Enumerable.Range(0, Train.Count).Where(o => o != i)];
            using var without = learner.Fit(Train.Select(others), 0);
            var left = without.Classify(Train.Select([i]))[0];
            memorized.LeftOutClasses[i].Should().Be((int)left);
            memorized.RightIn[i].Should().Be(given[i] == Train.Labels[i]);
            memorized.Scores[i].Should().Be((given[i] == Train.Labels[i] ? 1 : 0) - (left == Train.Labels[i] ? 1 : 0));
            (memorized.Margins[i] > 0).Should().Be(memorized.RightLeftOut[i]);
        }

        memorized.Mean.Value.Should().BeApproximately(memorized.Scores.Average(), 1e-15);
        memorized.ShareAbove25.Value.Should().BeApproximately(memorized.Scores.Count(s => s == 1) / 50.0, 1e-15);
        memorized.LeftOutAccuracy.Value.Should().BeApproximately(memorized.RightLeftOut.Count(r => r) / 50.0, 1e-15);
    }

    /// <summary>Wrong labels can only be memorized: the others say another class of them.</summary>
    [Fact]
    public void Wrong_labels_are_memorized_and_most_true_ones_are_not()
    {
        var data = FashionMnistMini.Load().Corrupt(new UniformLabelNoise(0.2), seed: 0).Train;
        var memorized = KernelMemorization.Of(new KernelLearner(new GaussianKernel(0.02)), data, seed: 0);
        bool[] wrong = [.. data.Labels.ToArray().Zip(data.TrueLabels.ToArray(), (label, truth) => label != truth)];
        memorized.Scores.Where((_, i) => wrong[i]).Average().Should().BeGreaterThan(0.95);
        memorized.Scores.Where((_, i) => !wrong[i]).Average().Should().BeLessThan(0.3);
    }

    [Fact]
    public void A_fit_that_left_nothing_out_is_refused_in_a_sentence()
    {
        using var fitted = (KernelPredictor)new KernelLearner(new GaussianKernel(0.02)).Fit(Train, 0);
        new Action(() => KernelMemorization.Of(fitted, Train))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The kernel must be fitted with SolverOptions.LeaveOneOut, but was not; set it to true.*");
        var leaving = new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { LeaveOneOut = true } };
        using var left = (KernelPredictor)leaving.Fit(Train, 0);
        new Action(() => KernelMemorization.Of(left, Train.Take(20)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The fit must be to these 20 examples, but is to 50.*");
        new Action(() =>
            KernelMemorization.Of(
                new KernelLearner(new GaussianKernel(0.02)) { Solver = new SolverOptions { Solver = KernelSolver.Iterative } },
                Train,
                0
            )
        )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Leaving one out needs the direct solver, *");
    }
}
