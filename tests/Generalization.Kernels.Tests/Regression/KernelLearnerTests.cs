using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Tests.Support;

namespace Generalization.Tests.Kernels.Regression;

[NoTensorLeaks]
public class KernelLearnerTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(120, 60);

    public static TheoryData<ILearner> Learners =>
        [
            new KernelLearner(new GaussianKernel(0.02)),
            new KernelLearner(new LinearKernel()) { Solver = new SolverOptions { Ridge = 1e-6 } },
            new KernelLearner(new GaussianKernel(0.05)) { Features = (train, _, _) => GaborFeatures.Create(train.Shape) },
            new KernelLearner(new LinearKernel())
            {
                Features = (train, seed, token) => RandomConvolution.Fit(train, new RandomConvolutionOptions { Filters = 60 }, seed, token),
                Solver = new SolverOptions { Ridge = 1e-3 },
            },
            new LeastNormLearner(),
        ];

    [Theory]
    [MemberData(nameof(Learners), DisableDiscoveryEnumeration = true)]
    public void Interpolates_its_training_set_and_is_better_than_chance_elsewhere(ILearner learner)
    {
        using var fitted = learner.Fit(Data.Train, seed: 3);
        fitted.OutputCount.Should().Be(10);
        fitted.Errors(Data.Train).Should().Be(0);
        fitted.Accuracy(Data.Test).Should().BeGreaterThan(0.4);
    }

    [Theory]
    [MemberData(nameof(Learners), DisableDiscoveryEnumeration = true)]
    public void Labelings_fitted_together_are_those_fitted_alone(ILearner learner)
    {
        var random = Data.Corrupt(new UniformLabelNoise(1), seed: 5).Train;
        var together = learner.FitAll([Data.Train, random], seed: 3);
        using var first = together[0];
        using var second = together[1];
        using var alone = learner.Fit(random, seed: 3);
        second.Errors(random).Should().Be(0);
        Compare(second.Predict(Data.Test), alone.Predict(Data.Test)).Should().BeLessThan(1e-6);
        // The points are shared: what one predictor frees the other still needs.
        first.Dispose();
        second.Predict(Data.Test).Length.Should().Be(600);
    }

    [Fact]
    public void Two_classes_may_be_signs()
    {
        var labels = Data.Train.Labels.ToArray().Select(l => l % 2).ToArray();
        var two = Dataset.FromPixels("two", DatasetSplit.Train, Data.Shape, Pixels(), labels, ["even", "odd"]);
        using var fitted = new KernelLearner(new GaussianKernel(0.02)) { Targets = set => set.PlusMinusOne() }.Fit(two, seed: 0);
        fitted.OutputCount.Should().Be(1);
        fitted.Rule.Should().Be(DecisionRule.Sign);
        fitted.Errors(two).Should().Be(0);
    }

    // A pixel that tells each image from the others, beside its class.
    private static byte[] Pixels()
    {
        var pixels = new byte[Data.Train.Count * Data.Shape.Size];
        for (var i = 0; i < Data.Train.Count; i++)
        for (var j = 0; j < Data.Shape.Size; j++)
            pixels[i * Data.Shape.Size + j] = (byte)((i * 37 + j * j) % 251);
        return pixels;
    }

    private static double Compare(double[,] first, double[,] second)
    {
        var largest = 0.0;
        for (var i = 0; i < first.GetLength(0); i++)
        for (var c = 0; c < first.GetLength(1); c++)
            largest = Math.Max(largest, Math.Abs(first[i, c] - second[i, c]));
        return largest;
    }
}
