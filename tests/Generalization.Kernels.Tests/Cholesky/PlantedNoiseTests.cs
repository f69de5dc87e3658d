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
    private const int Seeds = 10,
        Cleaned = 3;

    private static readonly KernelLearner Learner = new(new GaussianKernel(0.02)) { Solver = new SolverOptions { LeaveOneOut = true } };

    /// <summary>Seeds scatter by 0.002 at p = 0.2 and by 0.005 at 0.4, so the bounds are on the mean of ten.</summary>
    [FullDataFact("mnist")]
    public void Mnist_with_a_fifth_of_the_labels_drawn_anew() =>
        Check(Mnist.Load(FullDataFactAttribute.Root).Take(4000, null), 0.2, leastArea: 0.98, leastCut: 0.35);

    [FullDataFact("mnist")]
    public void Mnist_with_two_fifths_of_the_labels_drawn_anew() =>
        Check(Mnist.Load(FullDataFactAttribute.Root).Take(4000, null), 0.4, leastArea: 0.95, leastCut: 0.35);

    /// <summary>Clothes are confused more often than digits are, and half as many examples tell of them.</summary>
    [Theory]
    [InlineData(0.2, 0.95, 0.1)]
    [InlineData(0.4, 0.9, 0.3)]
    public void Fashion_mnist_mini(double probability, double leastArea, double leastCut) =>
        Check(FashionMnistMini.Load(), probability, leastArea, leastCut);

    private void Check(TrainTestData clean, double probability, double leastArea, double leastCut)
    {
        Dataset[] noisy =
        [
            .. Enumerable.Range(0, Seeds).Select(seed => new UniformLabelNoise(probability).Apply(clean.Train, (ulong)seed)),
        ];
        // One factorization for all of them.
        var fits = Learner.FitAll(noisy, seed: 0).Cast<KernelPredictor>().ToArray();
        double[] areas = [.. fits.Select((fit, s) => Area(fit.Fit.LeaveOneOut!, noisy[s]))];
        double[] cuts = [.. fits.Take(Cleaned).Select((fit, s) => Cut(fit, noisy[s], clean.Test))];
        foreach (var fit in fits)
            fit.Dispose();
        output.WriteLine(
            FormattableString.Invariant(
                $"{clean.Name}, n = {clean.Train.Count}, p = {probability}: AUROC {areas.Average():F4} ({areas.Min():F4} to "
            )
                + FormattableString.Invariant(
                    $"{areas.Max():F4}), test errors cut by {cuts.Average():P1} ({cuts.Min():P1} to {cuts.Max():P1})"
                )
        );
        areas.Average().Should().BeGreaterThanOrEqualTo(leastArea);
        cuts.Min().Should().BeGreaterThanOrEqualTo(leastCut);
    }

    // What is flagged, since the others say another class of it, is taken out.
    private double Cut(KernelPredictor fitted, Dataset noisy, Dataset test)
    {
        fitted.Errors(noisy).Should().Be(0, "without a ridge all labels are fitted");
        var classes = fitted.Fit.LeaveOneOut!.Classes();
        int[] kept = [.. Enumerable.Range(0, noisy.Count).Where(i => classes[i] == noisy.Labels[i])];
        using var cleaned = Learner.Fit(noisy.Select(kept), seed: 0);
        var (before, after) = (fitted.Errors(test), cleaned.Errors(test));
        var wrong = noisy.ChangedCount;
        var found = wrong - noisy.Select(kept).ChangedCount;
        output.WriteLine(
            $"flagged {noisy.Count - kept.Length} of {noisy.Count}, of them wrong {found} of {wrong}; test errors {before}, without them "
                + $"{after} of {test.Count}"
        );
        return 1 - (double)after / before;
    }

    private static double Area(LeaveOneOut left, Dataset noisy)
    {
        var (labels, truth) = (noisy.Labels.ToArray(), noisy.TrueLabels.ToArray());
        return AreaUnderTheCurve(left.Margins(labels), [.. labels.Zip(truth, (label, real) => label != real)]);
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
