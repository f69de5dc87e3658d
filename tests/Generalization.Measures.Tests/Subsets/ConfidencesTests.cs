using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.Subsets;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Subsets;

/// <summary>φ of outputs that are given, through a run.</summary>
public class ConfidencesTests
{
    private static readonly Dataset Train = SimpleLearners.Images(4, 1, classes: 2).Train; // labels 0, 1, 0, 1

    [Fact]
    public void Logits_and_their_probabilities_give_the_same()
    {
        double[] logits = [3, -1];
        var p = Math.Exp(3) / (Math.Exp(3) + Math.Exp(-1));
        var expected = Math.Log(p / (1 - p));
        Confidence(logits, ConfidenceKind.Logits)
            .Should()
            .Equal([(float)expected, (float)-expected, (float)expected, (float)-expected], Close);
        Confidence([p, 1 - p], ConfidenceKind.Probabilities)
            .Should()
            .Equal([(float)expected, (float)-expected, (float)expected, (float)-expected], Close);
    }

    /// <summary>A softmax in float64 rounds to 1 from about 37 on; φ goes on.</summary>
    [Fact]
    public void Large_logits_do_not_saturate() =>
        Confidence([900, -100], ConfidenceKind.Logits).Should().Equal([1000f, -1000f, 1000f, -1000f], Close);

    [Fact]
    public void Certain_probabilities_stay_finite() =>
        Confidence([1, 0], ConfidenceKind.Probabilities).Should().Equal([69.077553f, -69.077553f, 69.077553f, -69.077553f], Close);

    [Fact]
    public void Margins_are_differences_or_signs()
    {
        Confidence([0.75, 0.25], ConfidenceKind.Margin).Should().Equal(0.5f, -0.5f, 0.5f, -0.5f);
        Confidence([0.75], ConfidenceKind.Margin, DecisionRule.Sign).Should().Equal(-0.75f, 0.75f, -0.75f, 0.75f);
        Confidence([0.75], ConfidenceKind.Margin, DecisionRule.NearestLabel).Should().Equal(-0.75f, -0.25f, -0.75f, -0.25f);
        Confidence([1, 0], ConfidenceKind.None).Should().BeEmpty();
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_sentence()
    {
        Refused([0.7, 0.7], ConfidenceKind.Probabilities)
            .Should()
            .Be(
                "Probabilities must be at least 0 and sum to 1, but those of example 0 sum to 1.4 and the least is 0; say what the "
                    + "outputs are (SubsetRunOptions.Confidence)."
            );
        Refused([double.NaN, 0], ConfidenceKind.Margin)
            .Should()
            .Be("Outputs must be numbers, but output 0 of example 0 is NaN; correct what gives it, such as a training that diverged.");
        Refused([0, double.NaN], ConfidenceKind.None)
            .Should()
            .Be("Outputs must be numbers, but output 1 of example 0 is NaN; correct what gives it, such as a training that diverged.");
        Refused([0.5], ConfidenceKind.Probabilities)
            .Should()
            .Be("Probabilities must be one for each class, but there is one output for all; say that it is a margin.");
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) <= 1e-5f * Math.Abs(b);

    private static string Refused(double[] outputs, ConfidenceKind kind) =>
        new Action(() => Confidence(outputs, kind)).Should().Throw<InvalidOperationException>().Which.Message;

    private static IReadOnlyList<float> Confidence(double[] outputs, ConfidenceKind kind, DecisionRule? rule = null)
    {
        var learner = new FunctionLearner(
            "constant",
            (_, _, _) =>
                new FunctionPredictor(
                    outputs.Length,
                    (data, _) =>
                    {
                        var all = new double[data.Count, outputs.Length];
                        for (var i = 0; i < data.Count; i++)
                        for (var c = 0; c < outputs.Length; c++)
                            all[i, c] = outputs[c];
                        return all;
                    }
                )
                {
                    Rule = rule ?? (outputs.Length == 1 ? DecisionRule.Sign : DecisionRule.LargestOutput),
                }
        );
        return new SubsetRunner(learner, Train, null, new SubsetDesign(1, 1), new() { Confidence = kind })
            .Run()
            .Read()
            .Single()
            .TrainConfidence;
    }
}
