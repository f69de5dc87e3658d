using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Learning;
using Generalization.Training;

namespace Generalization.Measures.Complexity;

/// <summary>The losses of a predictor on each of some points, of those kinds that it has.</summary>
internal sealed class ExampleLosses
{
    private const double MostCrossEntropy = 700;
    private readonly ImmutableSortedDictionary<StabilityLoss, double[]> values;

    private ExampleLosses(ImmutableSortedDictionary<StabilityLoss, double[]> values) => this.values = values;

    public static ExampleLosses Of(ILearner learner, IPredictor predictor, Dataset points, CancellationToken token)
    {
        var outputs = predictor.Predict(points, token);
        var (labels, classes) = (points.Labels.ToArray(), Classification.Classes(outputs, predictor.Rule, points.ClassCount));
        var losses = ImmutableSortedDictionary.CreateBuilder<StabilityLoss, double[]>();
        losses[StabilityLoss.ZeroOne] = [.. labels.Select((label, i) => classes[i] == label ? 0.0 : 1)];
        if (outputs.GetLength(1) != points.ClassCount)
            return new(losses.ToImmutable());
        if (predictor is NetworkPredictor)
            losses[StabilityLoss.CrossEntropy] = Each(
                labels,
                (i, label) => Math.Min(LogSum(outputs, i) - outputs[i, label], MostCrossEntropy)
            );
        else if (AreProbabilities(outputs))
            losses[StabilityLoss.CrossEntropy] = Each(labels, (i, label) => Math.Min(-Math.Log(outputs[i, label]), MostCrossEntropy));
        if (learner is IHatTrace)
            losses[StabilityLoss.Squared] = Each(labels, (i, label) => SquaredError(outputs, i, label));
        return new(losses.ToImmutable());
    }

    /// <summary>A change for each loss that both have.</summary>
    public static ImmutableArray<LossChange> Changes(ExampleLosses first, ExampleLosses second) =>
        [
            .. first
                .values.Where(loss => second.values.ContainsKey(loss.Key))
                .Select(loss =>
                {
                    double[] changes = [.. loss.Value.Zip(second.values[loss.Key], (a, b) => Math.Abs(a - b))];
                    return new LossChange(loss.Key, changes.Average(), changes.Max());
                }),
        ];

    private static double[] Each(long[] labels, Func<int, long, double> loss)
    {
        var losses = new double[labels.Length];
        for (var i = 0; i < losses.Length; i++)
            losses[i] = loss(i, labels[i]);
        return losses;
    }

    private static double LogSum(double[,] outputs, int row)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        for (var c = 0; c < outputs.GetLength(1); c++)
            largest = Math.Max(largest, outputs[row, c]);
        for (var c = 0; c < outputs.GetLength(1); c++)
            sum += Math.Exp(outputs[row, c] - largest);
        return largest + Math.Log(sum);
    }

    private static double SquaredError(double[,] outputs, int row, long label)
    {
        double sum = 0;
        for (var c = 0; c < outputs.GetLength(1); c++)
        {
            var error = outputs[row, c] - (c == label ? 1 : 0);
            sum += error * error;
        }

        return sum;
    }

    private static bool AreProbabilities(double[,] outputs)
    {
        for (var i = 0; i < outputs.GetLength(0); i++)
        {
            double sum = 0;
            for (var c = 0; c < outputs.GetLength(1); c++)
            {
                if (!(outputs[i, c] >= 0))
                    return false;
                sum += outputs[i, c];
            }

            if (Math.Abs(sum - 1) > ProbabilityRows.SumTolerance)
                return false;
        }

        return true;
    }
}
