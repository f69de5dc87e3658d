using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;

namespace Generalization.Tests.Corruption;

public class ClassTransitionNoiseTests
{
    private static readonly Dataset Train = new SyntheticImages(new ImageShape(1, 1, 1), 3).Create(30_000, 3, seed: 1).Train;

    [Fact]
    public void Labels_follow_the_row_of_their_class()
    {
        double[,] transition =
        {
            { 0.7, 0.2, 0.1 },
            { 0, 1, 0 },
            { 0.25, 0, 0.75 },
        };
        var noisy = new ClassTransitionNoise(transition).Apply(Train, seed: 2);
        var counts = new int[3, 3];
        for (var i = 0; i < noisy.Count; i++)
            counts[noisy.TrueLabels[i], noisy.Labels[i]]++;
        for (var i = 0; i < 3; i++)
        for (var j = 0; j < 3; j++)
        {
            var t = transition[i, j];
            (counts[i, j] / 10_000.0).Should().BeApproximately(t, 4 * Math.Sqrt(t * (1 - t) / 10_000) + 1e-12);
        }
    }

    [Fact]
    public void Its_draws_are_independent_of_those_of_uniform_noise()
    {
        var data = new SyntheticImages(new ImageShape(1, 1, 1), 2).Create(40_000, 2, seed: 1).Train;
        var halves = new ClassTransitionNoise(
            new[,]
            {
                { 0.5, 0.5 },
                { 0.5, 0.5 },
            }
        );
        var first = new UniformLabelNoise(0.5).Apply(data, seed: 1);
        var second = halves.Apply(first, seed: 1);
        // Of those that the first replaced half are of class 0 after the second; 10,000 of 20,000, give or take 5 · 71.
        Enumerable.Range(0, data.Count).Count(i => first.Replaced[i] && second.Labels[i] == 0).Should().BeInRange(9_500, 10_500);
    }

    [Fact]
    public void A_row_that_does_not_sum_to_one_is_named() => new Action(() =>
            _ = new ClassTransitionNoise(
                new[,]
                {
                    { 0.5, 0.5 },
                    { 0.5, 0.4 },
                }
            )
        ).Should().Throw<ArgumentException>().WithMessage("Each row of a transition matrix must sum to 1, but row 1 sums to 0.9.*");

    [Fact]
    public void A_matrix_for_other_classes_is_refused() => new Action(() =>
            new ClassTransitionNoise(
                new[,]
                {
                    { 1.0, 0 },
                    { 0, 1 },
                }
            ).Apply(Train, 0)
        ).Should().Throw<ArgumentException>().WithMessage("The transition matrix is for 2 classes, but synthetic has 3.*");
}
