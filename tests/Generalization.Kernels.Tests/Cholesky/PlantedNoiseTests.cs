using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;
using Xunit.Abstractions;

namespace Generalization.Tests.Kernels.Cholesky;

/// <summary>Labels that are drawn anew are found by leaving one out of an interpolant that fits them all.</summary>
[NoTensorLeaks]
public class PlantedNoiseTests(ITestOutputHelper output)
{
    private static readonly KernelLearner Learner = new(new GaussianKernel(0.02)) { Solver = new SolverOptions { LeaveOneOut = true } };

    [FullDataFact("mnist")]
    public void Mnist_with_a_fifth_of_the_labels_drawn_anew() =>
        Check(Mnist.Load(FullDataFactAttribute.Root).Take(4000, null), 0.2, leastArea: 0.98, leastCut: 0.35);

    [FullDataFact("mnist")]
    public void Mnist_with_two_fifths_of_the_labels_drawn_anew() =>
        Check(Mnist.Load(FullDataFactAttribute.Root).Take(4000, null), 0.4, leastArea: 0.95, leastCut: 0.35);

    /// <summary>Clothes are confused more often than digits are, and half as many examples tell of them.</summary>
    [Theory]
    [InlineData(0.2, 0.9)]
    [InlineData(0.4, 0.85)]
    public void Fashion_mnist_mini(double probability, double leastArea) =>
        Check(FashionMnistMini.Load(), probability, leastArea, leastCut: 0.2);

    private void Check(TrainTestData clean, double probability, double leastArea, double leastCut)
    {
        var data = clean.Corrupt(new UniformLabelNoise(probability), seed: 0);
        using var fitted = (KernelPredictor)Learner.Fit(data.Train, seed: 0);
        fitted.Errors(data.Train).Should().Be(0, "without a ridge all labels are fitted");
        var left = fitted.Fit.LeaveOneOut!;
        var (labels, truth) = (data.Train.Labels.ToArray(), data.Train.TrueLabels.ToArray());
        bool[] wrong = [.. labels.Zip(truth, (label, real) => label != real)];
        var area = AreaUnderTheCurve(left.Margins(labels), wrong);

        var classes = left.Classes();
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => classes[i] == labels[i])];
        using var cleaned = Learner.Fit(data.Train.Select(kept), seed: 0);
        var (before, after) = (fitted.Errors(data.Test), cleaned.Errors(data.Test));
        var found = Enumerable.Range(0, labels.Length).Count(i => wrong[i] && classes[i] != labels[i]);
        output.WriteLine(
            FormattableString.Invariant(
                $"{clean.Name}, n = {labels.Length}, p = {probability}: AUROC {area:F4}; flagged {labels.Length - kept.Length}, of them wrong {found} of {wrong.Count(w => w)}; test errors {before} → {after} of {data.Test.Count}, cut by {1 - (double)after / before:P1}"
            )
        );
        area.Should().BeGreaterThanOrEqualTo(leastArea);
        (1 - (double)after / before).Should().BeGreaterThanOrEqualTo(leastCut);
    }

    /// <summary>The share of pairs of a wrong and a right label in which the wrong one's margin is smaller; half of those that are
    /// equal.</summary>
    private static double AreaUnderTheCurve(double[] margins, bool[] wrong)
    {
        double pairs = 0,
            hits = 0;
        for (var i = 0; i < margins.Length; i++)
        for (var j = 0; j < margins.Length; j++)
            if (wrong[i] && !wrong[j])
            {
                pairs++;
                hits +=
                    margins[i] < margins[j] ? 1
                    : margins[i] == margins[j] ? 0.5
                    : 0;
            }

        return hits / pairs;
    }
}
