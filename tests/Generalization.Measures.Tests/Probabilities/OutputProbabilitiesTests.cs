using CsCheck;
using Generalization.Inputs;
using Generalization.Kernels.Functions;
using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.Probabilities;
using Generalization.Models.FiniteSample;
using Generalization.Training;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Measures.Probabilities;

public class OutputProbabilitiesTests
{
    [Fact]
    public void A_softmax_is_the_exponentials_share_and_does_not_overflow()
    {
        var p = OutputProbabilities.Of(
            new[,]
            {
                { 0, Math.Log(3) },
                { 1000, 1000 },
            },
            2,
            ProbabilityRule.Softmax
        );
        p[0].Should().BeApproximately(0.25, 1e-15);
        p[1].Should().BeApproximately(0.75, 1e-15);
        p[2..].Should().Equal(0.5, 0.5);
    }

    [Fact]
    public void Probabilities_that_squared_error_gave_stay_as_they_are() =>
        OutputProbabilities
            .Of(
                new[,]
                {
                    { 0.25, 0.75, 0 },
                },
                3,
                ProbabilityRule.LeastSquares
            )
            .Should()
            .Equal(0.25, 0.75, 0);

    [Theory]
    [InlineData(1.5, 0, 0, 1, 0, 0)]
    [InlineData(0.9, 0.3, -0.2, 0.8, 0.2, 0)] // τ = 0.1
    [InlineData(0, 0, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3)]
    public void Others_go_to_the_nearest_point_of_the_simplex(double a, double b, double c, double p, double q, double r)
    {
        var row = OutputProbabilities.Of(
            new[,]
            {
                { a, b, c },
            },
            3,
            ProbabilityRule.LeastSquares
        );
        row[0].Should().BeApproximately(p, 1e-12);
        row[1].Should().BeApproximately(q, 1e-12);
        row[2].Should().BeApproximately(r, 1e-12);
    }

    /// <summary>The projection is the nearest point: no other point of the simplex is nearer.</summary>
    [Fact]
    public void No_other_probabilities_are_nearer_to_the_outputs() =>
        Gen.Select(Gen.Double[-2, 2].Array[4], Gen.Double[0.01, 1].Array[4])
            .Sample(
                (f, other) =>
                {
                    var outputs = new double[1, 4];
                    for (var c = 0; c < 4; c++)
                        outputs[0, c] = f[c];
                    var p = OutputProbabilities.Of(outputs, 4, ProbabilityRule.LeastSquares);
                    p.Sum().Should().BeApproximately(1, 1e-12);
                    p.Should().OnlyContain(x => x >= 0);
                    var sum = other.Sum();
                    Far(p, f).Should().BeLessThanOrEqualTo(Far([.. other.Select(x => x / sum)], f) + 1e-12);
                }
            );

    [Fact]
    public void One_output_is_a_logit_a_sign_or_a_label()
    {
        var output = new[,]
        {
            { Math.Log(3) },
        };
        OutputProbabilities.Of(output, 2, ProbabilityRule.Softmax, DecisionRule.Sign)[1].Should().BeApproximately(0.75, 1e-15);
        output = new[,]
        {
            { 0.5 },
            { -3 },
        };
        OutputProbabilities.Of(output, 2, ProbabilityRule.LeastSquares, DecisionRule.Sign).Should().Equal(0.25, 0.75, 1, 0);
        output = new[,]
        {
            { 1.25 },
            { -1 },
            { 7 },
        };
        OutputProbabilities
            .Of(output, 3, ProbabilityRule.LeastSquares, DecisionRule.NearestLabel)
            .Should()
            .Equal(0, 0.75, 0.25, 1, 0, 0, 0, 0, 1);
    }

    [Fact]
    public void The_rule_follows_from_the_learner()
    {
        var recipe = new NetworkRecipe("n", (_, _, _) => throw new NotSupportedException(), new TrainingOptions(new ConstantRate(0.1)));
        OutputProbabilities.RuleFor(new NetworkLearner(recipe, InputPipeline.Cifar10)).Should().Be(ProbabilityRule.Softmax);
        var squared = recipe with { Training = recipe.Training with { Loss = new SquaredError() } };
        OutputProbabilities.RuleFor(new NetworkLearner(squared, InputPipeline.Cifar10)).Should().Be(ProbabilityRule.LeastSquares);
        foreach (
            var learner in new ILearner[]
            {
                new KernelLearner(new GaussianKernel(1)),
                new RandomCentreLearner(new GaussianKernel(1)),
                new LeastNormLearner(),
                new FiniteSampleLearner(),
            }
        )
            OutputProbabilities.RuleFor(learner).Should().Be(ProbabilityRule.LeastSquares);
        OutputProbabilities
            .RuleFor(new FunctionLearner("mine", (_, _, _) => throw new NotSupportedException()))
            .Should()
            .Be(ProbabilityRule.Given);
    }

    [Fact]
    public void Other_numbers_of_outputs_are_refused() =>
        new Action(() => OutputProbabilities.Of(new double[1, 2], 3, ProbabilityRule.Softmax))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "There must be an output for each of 3 classes, but there are 2; take a predictor of as many outputs, or one whose sign or "
                    + "nearest label decides.*"
            );

    [Fact]
    public void A_sign_is_of_two_classes() =>
        new Action(() => OutputProbabilities.Of(new double[1, 1], 3, ProbabilityRule.LeastSquares, DecisionRule.Sign))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("One output by Sign and LeastSquares must be of 2 classes, but there are 3; take an output for each class.*");

    [Fact]
    public void An_output_that_is_not_finite_is_refused()
    {
        var outputs = new double[1, 2];
        outputs[0, 1] = double.NaN;
        new Action(() => OutputProbabilities.Of(outputs, 2, ProbabilityRule.Softmax))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Outputs must be finite, but output 1 of example 0 is NaN; look for a training that diverged.*");
    }

    private static double Far(double[] p, double[] f) => p.Zip(f, (a, b) => (a - b) * (a - b)).Sum();
}
