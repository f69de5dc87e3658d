using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Learning;

namespace Generalization.Tests.Learning;

public class ClassificationTests
{
    [Fact]
    public void The_largest_output_decides_and_the_first_of_equal_ones()
    {
        double[,] outputs =
        {
            { 0, 1, 0.5 },
            { 2, 2, 1 },
            { -3, -2, -1 },
        };
        Classification.Classes(outputs).Should().Equal(1, 0, 2);
        Classification.Errors(outputs, [1, 1, 2]).Should().Be(1);
    }

    [Fact]
    public void Of_one_output_the_nearest_label_decides()
    {
        double[,] outputs =
        {
            { -7 },
            { 0.49 },
            { 0.5 },
            { 0.51 },
            { 1.5 },
            { 99 },
        };
        Classification.Classes(outputs, DecisionRule.NearestLabel, 3).Should().Equal(0, 0, 0, 1, 1, 2);
    }

    [Fact]
    public void Of_one_output_the_sign_decides() =>
        Classification
            .Classes(
                new double[,]
                {
                    { -0.1 },
                    { 0 },
                    { 1e-9 },
                },
                DecisionRule.Sign
            )
            .Should()
            .Equal(0, 0, 1);

    [Theory]
    [InlineData(null)]
    [InlineData(DecisionRule.Sign)]
    [InlineData(DecisionRule.NearestLabel)]
    public void What_is_not_a_number_is_of_no_class(DecisionRule? rule)
    {
        double[,] outputs = rule is null
            ? new[,]
            {
                { 1, 2 },
                { 0, double.NaN },
            }
            : new[,]
            {
                { 1 },
                { double.NaN },
            };
        var sentence =
            $"Outputs must be numbers, but output {(rule is null ? 1 : 0)} of example 1 is NaN; correct what gives it, such as a training "
            + "that diverged.";
        FluentActions
            .Invoking(() => Classification.Classes(outputs, rule, 3))
            .Should()
            .ThrowExactly<InvalidOperationException>()
            .WithMessage(sentence);
        FluentActions.Invoking(() => Classification.Errors(outputs, [0, 0])).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void An_infinite_output_is_the_largest() =>
        Classification
            .Classes(
                new[,]
                {
                    { 1, double.PositiveInfinity },
                    { 0, double.NegativeInfinity },
                }
            )
            .Should()
            .Equal(1, 0);

    [Fact]
    public void One_output_rules_refuse_several() =>
        ((Action)(() => Classification.Classes(new double[1, 2], DecisionRule.Sign)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The rule Sign is for one output, but there were 2; use LargestOutput.*");

    [Fact]
    public void Lengths_must_be_the_same() =>
        ((Action)(() => Classification.Errors(new double[2, 2], [0, 1, 0])))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be a label for each of the 2 rows, but there were 3.*");

    [Fact]
    public void A_predictor_is_measured_by_its_rule()
    {
        var data = FashionMnistMini.Load().Test.Take(100);
        using var labels = new FunctionPredictor(1, (set, _) => Column([.. set.Labels.ToArray().Select(l => l + 0.2)]));
        using var zeros = new FunctionPredictor(10, (set, _) => new double[set.Count, 10]);
        labels.Accuracy(data).Should().Be(1);
        zeros.Classify(data).Should().AllBeEquivalentTo(0L);
        zeros.Errors(data).Should().Be(100 - data.Labels.Count(0));
    }

    [Fact]
    public void Outputs_of_another_size_are_refused()
    {
        using var wrong = new FunctionPredictor(2, (set, _) => new double[set.Count, 3]);
        var data = FashionMnistMini.Load().Test.Take(5);
        ((Action)(() => wrong.Predict(data)))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("A predictor must give (5, 2) outputs, but its function gave (5, 3).");
    }

    private static double[,] Column(double[] values)
    {
        var column = new double[values.Length, 1];
        for (var i = 0; i < values.Length; i++)
            column[i, 0] = values[i];
        return column;
    }
}
