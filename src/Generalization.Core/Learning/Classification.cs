using Generalization.Data;
using Generalization.Identity;

namespace Generalization.Learning;

/// <summary>Classes from outputs, and how many of them are right.</summary>
public static class Classification
{
    /// <summary>The class of each row of outputs.</summary>
    /// <param name="outputs">(n, k).</param>
    /// <param name="rule">How outputs become classes. Default: null, the largest of several outputs and the sign of one.</param>
    /// <param name="classCount">The number of classes, which the nearest label is looked for among. Default: 0, the number of
    /// outputs.</param>
    /// <exception cref="ArgumentException">The rule is for one output, and there are several.</exception>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static long[] Classes(double[,] outputs, DecisionRule? rule = null, int classCount = 0)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var width = outputs.GetLength(1);
        rule ??= width == 1 ? DecisionRule.Sign : DecisionRule.LargestOutput;
        if (rule != DecisionRule.LargestOutput && width != 1)
            throw new ArgumentException(
                $"The rule {rule} is for one output, but there were {width}; use {DecisionRule.LargestOutput}.",
                nameof(rule)
            );
        var classes = new long[outputs.GetLength(0)];
        for (var i = 0; i < classes.Length; i++)
        {
            // No comparison with NaN holds: the row would be of class 0.
            for (var c = 0; c < width; c++)
                if (double.IsNaN(outputs[i, c]))
                    throw NotFinite(outputs[i, c], c, i);
            classes[i] = rule switch
            {
                DecisionRule.LargestOutput => Largest(outputs, i, width),
                DecisionRule.Sign => outputs[i, 0] > 0 ? 1 : 0,
                // ⌈x − 1/2⌉ is the smaller of two labels that are as near.
                _ => (long)Math.Clamp(Math.Ceiling(outputs[i, 0] - 0.5), 0, Math.Max(classCount, 1) - 1),
            };
        }

        return classes;
    }

    /// <summary>The number of rows whose class, by the largest of several outputs or the sign of one, is not their label.</summary>
    /// <param name="outputs">(n, k).</param>
    /// <param name="labels">n labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static int Errors(double[,] outputs, ReadOnlySpan<long> labels) => Errors(Classes(outputs), labels);

    /// <summary>The class of each example.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="data">The examples.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static long[] Classify(this IPredictor predictor, Dataset data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(data);
        return Classes(predictor.Predict(data, token), predictor.Rule, data.ClassCount);
    }

    /// <summary>The number of examples whose class is not their label as assigned.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="data">The examples.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static int Errors(this IPredictor predictor, Dataset data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Errors(predictor.Classify(data, token), data.Labels);
    }

    /// <summary>The share of examples whose class is their label as assigned, in 0..1.</summary>
    /// <inheritdoc cref="Errors(IPredictor, Dataset, CancellationToken)" path="/param"/>
    /// <exception cref="InvalidOperationException">An output is not a number.</exception>
    public static double Accuracy(this IPredictor predictor, Dataset data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return 1 - (double)predictor.Errors(data, token) / data.Count;
    }

    internal static InvalidOperationException NotFinite(double output, int column, int example) =>
        new(
            $"Outputs must be numbers, but output {column} of example {example} is {Description.Number(output)}; correct what gives it, "
                + "such as a training that diverged."
        );

    private static int Errors(long[] classes, ReadOnlySpan<long> labels)
    {
        if (classes.Length != labels.Length)
            throw new ArgumentException(
                $"There must be a label for each of the {classes.Length} rows, but there were {labels.Length}.",
                nameof(labels)
            );
        var errors = 0;
        for (var i = 0; i < classes.Length; i++)
            errors += classes[i] != labels[i] ? 1 : 0;
        return errors;
    }

    private static long Largest(double[,] outputs, int row, int width)
    {
        var best = 0;
        for (var c = 1; c < width; c++)
            if (outputs[row, c] > outputs[row, best])
                best = c;
        return best;
    }
}
