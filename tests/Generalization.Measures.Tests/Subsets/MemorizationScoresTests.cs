using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Measures.Subsets;
using Generalization.Tests.Support;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;
using Xunit.Abstractions;

namespace Generalization.Tests.Measures.Subsets;

[Collection("threads")]
public class MemorizationScoresTests(ITestOutputHelper output)
{
    private const int Count = 500;

    /// <summary>Synthetic classes that overlap, a fifth of the labels drawn anew: some labels have to be memorized, others not.</summary>
    [Fact]
    public void Scores_of_a_kernel_are_within_their_standard_errors_of_more_runs()
    {
        var data = new SyntheticImages(new ImageShape(1, 3, 3), 5, Noise: 64)
            .Create(Count, 100, seed: 1)
            .Corrupt(new UniformLabelNoise(0.2), 2);
        Compare(new GaussianKernel(0.5), data, 1000);
    }

    /// <summary>MNIST's first 500 images, a fifth of the labels drawn anew, and 5,000 other runs.</summary>
    [LongFullDataFact("mnist")]
    public void Scores_on_mnist_are_within_their_standard_errors_of_5000_runs()
    {
        var data = Mnist.Load(Path.Combine(FullDataFactAttribute.Root, "mnist")).Take(Count, 200).Corrupt(new UniformLabelNoise(0.2), 2);
        Compare(new GaussianKernel(0.02), data, 5000);
    }

    private void Compare(GaussianKernel kernel, TrainTestData data, int runs)
    {
        var learner = new KernelLearner(kernel);
        var few = SubsetTally.Of(new SubsetRunner(learner, data.Train, data.Test, new(3, 200), new() { AtOnce = 2 }).Run());
        var many = SubsetTally.Of(new SubsetRunner(learner, data.Train, data.Test, new(4, runs), new() { AtOnce = 2 }).Run());
        var (ours, theirs) = (MemorizationScores.Of(few), MemorizationScores.Of(many));
        double[] all = [.. ours.Zip(theirs, (a, b) => ByOwnErrors(a.Counts, b.Counts))];
        double[] uncertain =
        [
            .. ours.Zip(theirs).Where(p => IsUncertain(p.Second.Counts)).Select(p => ByTrueErrors(p.First.Counts, p.Second.Counts)),
        ];
        double[] influences =
        [
            .. from test in Enumerable.Range(0, data.Test.Count)
            from pair in InfluencePairs.On(few, test).Zip(InfluencePairs.On(many, test))
            where IsUncertain(pair.Second.Counts)
            select ByTrueErrors(pair.First.Counts, pair.Second.Counts),
        ];
        Say($"by the errors given, all {Count}: mean {all.Mean():F3}, variance {all.Variance():F3}, largest {all.Max(Math.Abs):F2}");
        double[] given = [.. all.Where((_, i) => IsUncertain(theirs[i].Counts))];
        Say($"by the errors given, {given.Length} that are now right and now wrong: variance {given.Variance():F3}");
        Say($"by the errors of {runs} runs, the same: variance {uncertain.Variance():F3}");
        Say($"influence, {influences.Length} such pairs: variance {influences.Variance():F3}");
        var leaveOneOut = LeaveOneOut(kernel, data.Train);
        double[] scores = [.. ours.Select(m => m.Score)];
        double[] wrong = [.. leaveOneOut.Select(l => l.Right ? 0.0 : 1)];
        Say($"rank correlation with who is wrong left out {Correlation.Spearman(scores, wrong):F3}");
        Say($"with the margin left out {Correlation.Spearman(scores, [.. leaveOneOut.Select(l => -l.Margin)]):F3}");
        Say($"with the scores of {runs} runs {Correlation.Spearman(scores, [.. theirs.Select(m => m.Score)]):F3}");
        uncertain.Length.Should().BeGreaterThan(100);
        // One example's runs are another's too, so that the variance scatters more than that of as many independent ones.
        uncertain.Variance().Should().BeInRange(0.7, 1.4);
        given.Variance().Should().BeInRange(0.7, 1.4);
        influences.Variance().Should().BeInRange(0.85, 1.15);
        all.Max(Math.Abs).Should().BeLessThan(5);
    }

    // Held out, right in at least a tenth of the runs and wrong in at least a tenth.
    private static bool IsUncertain(ArmCounts counts) => counts.AccuracyOut is > 0.1 and < 0.9;

    private static double ByOwnErrors(ArmCounts few, ArmCounts many) =>
        (few.Difference - many.Difference) / Math.Sqrt(few.StandardError * few.StandardError + many.StandardError * many.StandardError);

    // By the shares of the many runs, which are as good as the true ones.
    private static double ByTrueErrors(ArmCounts few, ArmCounts many)
    {
        var inside = many.AccuracyIn * (1 - many.AccuracyIn) * (1.0 / few.In + 1.0 / many.In);
        var outside = many.AccuracyOut * (1 - many.AccuracyOut) * (1.0 / few.Out + 1.0 / many.Out);
        return (few.Difference - many.Difference) / Math.Sqrt(inside + outside);
    }

    private void Say(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));

    // Without example i the outputs on it are y − α / (K⁻¹)ᵢᵢ; three fits confirm it.
    private static (bool Right, double Margin)[] LeaveOneOut(GaussianKernel kernel, Dataset train)
    {
        var rows = Enumerable.Range(0, Count).Select(i => SimpleLearners.Row(train, i)).ToArray();
        var inverse = Matrix<double>
            .Build.Dense(Count, Count, (i, j) => Math.Exp(-kernel.Gamma * Distance.SSD(rows[i], rows[j]) / (255.0 * 255)))
            .Inverse();
        var targets = Matrix<double>.Build.Dense(Count, train.ClassCount, (i, c) => train.Labels[i] == c ? 1 : 0);
        var outputs = targets - Matrix<double>.Build.DiagonalOfDiagonalVector(1 / inverse.Diagonal()) * (inverse * targets);
        foreach (var i in new[] { 0, 250, Count - 1 })
        {
            using var fit = new KernelLearner(kernel).Fit(train.Select([.. Enumerable.Range(0, Count).Where(j => j != i)]), 0);
            for (var c = 0; c < train.ClassCount; c++)
                fit.Predict(train.Select([i]))[0, c].Should().BeApproximately(outputs[i, c], 1e-6);
        }

        return
        [
            .. train
                .Labels.ToArray()
                .Select(
                    (label, i) =>
                        outputs[i, (int)label] - Enumerable.Range(0, train.ClassCount).Where(c => c != label).Max(c => outputs[i, c])
                )
                .Select(margin => (margin > 0, margin)),
        ];
    }
}
