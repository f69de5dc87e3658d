using Generalization.Kernels.LeastNorm;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Models.FiniteSample;
using Generalization.Training;
using Generalization.Training.Losses;

namespace Generalization.Measures.Probabilities;

/// <summary>Makes probabilities of a predictor's outputs, by a stated rule.</summary>
public static class OutputProbabilities
{
    /// <summary>The rule that follows from a learner: softmax for a network that is trained with the cross-entropy, least squares for the
    /// other learners of this library, as given for a caller's own.</summary>
    /// <param name="learner">The learner.</param>
    public static ProbabilityRule RuleFor(ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return learner switch
        {
            NetworkLearner { Network.Training.Loss: CrossEntropy } => ProbabilityRule.Softmax,
            NetworkLearner or KernelLearner or RandomCentreLearner or LeastNormLearner or FiniteSampleLearner =>
                ProbabilityRule.LeastSquares,
            _ => ProbabilityRule.Given,
        };
    }

    /// <summary>Probabilities of each class.</summary>
    /// <param name="outputs">(n, k), or (n, 1) where a sign or the nearest label decides.</param>
    /// <param name="classCount">k, at least 2.</param>
    /// <param name="rule">How outputs become probabilities.</param>
    /// <param name="decision">How outputs become classes. Default: the largest output.</param>
    /// <returns>n · k values, row after row; those that are given are not looked at.</returns>
    /// <exception cref="ArgumentException">There are neither k outputs nor one, or an output is not finite.</exception>
    public static double[] Of(double[,] outputs, int classCount, ProbabilityRule rule, DecisionRule decision = DecisionRule.LargestOutput)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        var (count, width) = (outputs.GetLength(0), outputs.GetLength(1));
        var single = width == 1 && decision != DecisionRule.LargestOutput && rule != ProbabilityRule.Given;
        if (width != classCount && !single)
            throw new ArgumentException(
                $"There must be an output for each of {classCount} classes, but there {(width == 1 ? "is 1" : $"are {width}")}; take a "
                    + "predictor of as many outputs, or one whose sign or nearest label decides.",
                nameof(outputs)
            );
        if (single && classCount != 2 && (decision == DecisionRule.Sign || rule == ProbabilityRule.Softmax))
            throw new ArgumentException(
                $"One output by {decision} and {rule} must be of 2 classes, but there are {classCount}; take an output for each class.",
                nameof(outputs)
            );
        var probabilities = new double[count * classCount];
        for (var i = 0; i < count; i++)
        {
            var row = probabilities.AsSpan(i * classCount, classCount);
            for (var c = 0; c < width; c++)
                row[c] =
                    double.IsFinite(outputs[i, c]) || rule == ProbabilityRule.Given
                        ? outputs[i, c]
                        : throw new ArgumentException(
                            FormattableString.Invariant($"Outputs must be finite, but output {c} of example {i} is {outputs[i, c]}; ")
                                + "look for a training that diverged.",
                            nameof(outputs)
                        );
            if (single)
                Single(row, rule, decision);
            else if (rule == ProbabilityRule.Softmax)
                Softmax(row);
            else if (rule == ProbabilityRule.LeastSquares)
                Project(row);
        }

        return probabilities;
    }

    private static void Single(Span<double> row, ProbabilityRule rule, DecisionRule decision)
    {
        var output = row[0];
        row.Clear();
        if (rule == ProbabilityRule.Softmax)
            (row[0], row[1]) = (1 / (1 + Math.Exp(output)), 1 / (1 + Math.Exp(-output)));
        else
        {
            var place = Math.Clamp(decision == DecisionRule.Sign ? (1 + output) / 2 : output, 0, row.Length - 1);
            var below = Math.Min((int)place, row.Length - 2);
            (row[below], row[below + 1]) = (1 - (place - below), place - below);
        }
    }

    private static void Softmax(Span<double> row)
    {
        var most = double.NegativeInfinity;
        foreach (var output in row)
            most = Math.Max(most, output);
        double sum = 0;
        foreach (ref var output in row)
            sum += output = Math.Exp(output - most);
        foreach (ref var output in row)
            output /= sum;
    }

    // Held, Wolfe and Crowder 1974: outputs above τ keep what they have above it.
    private static void Project(Span<double> row)
    {
        var falling = row.ToArray();
        Array.Sort(falling);
        Array.Reverse(falling);
        double sum = 0,
            level = 0;
        for (var c = 0; c < falling.Length; c++)
        {
            sum += falling[c];
            if (falling[c] > (sum - 1) / (c + 1))
                level = (sum - 1) / (c + 1);
        }

        foreach (ref var output in row)
            output = Math.Max(0, output - level);
    }
}
