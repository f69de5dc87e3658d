using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Measures.Subsets;

/// <summary>Whether a predictor is right on each example, and how confident it is in the label.</summary>
internal static class Confidences
{
    // 32 MiB of outputs at a time.
    private const int OutputsAtOnce = 1 << 22;

    // exp(−69) is 1e-30.
    private const double LeastProbability = 1e-30,
        Largest = 1e30;

    /// <summary>Right and φ of each example; no φ where none is kept.</summary>
    /// <exception cref="InvalidOperationException">Outputs are not finite, or are said to be probabilities and are none.</exception>
    public static (ImmutableArray<bool> Right, ImmutableArray<float> Confidence) Of(
        IPredictor predictor,
        Dataset data,
        ConfidenceKind kind,
        CancellationToken token
    )
    {
        var right = new bool[data.Count];
        var confidence = kind == ConfidenceKind.None ? [] : new float[data.Count];
        var atOnce = Math.Max(1, OutputsAtOnce / predictor.OutputCount);
        for (var first = 0; first < data.Count; first += atOnce)
        {
            var count = Math.Min(atOnce, data.Count - first);
            var outputs = predictor.Predict(count == data.Count ? data : data.Select([.. Enumerable.Range(first, count)]), token);
            var labels = data.Labels.Slice(first, count);
            var classes = Classification.Classes(outputs, predictor.Rule, data.ClassCount);
            for (var i = 0; i < count; i++)
            {
                right[first + i] = classes[i] == labels[i];
                if (kind != ConfidenceKind.None)
                    confidence[first + i] = (float)Math.Clamp(Of(outputs, i, labels[i], kind, predictor.Rule), -Largest, Largest);
            }
        }

        return (ImmutableCollectionsMarshal.AsImmutableArray(right), ImmutableCollectionsMarshal.AsImmutableArray(confidence));
    }

    private static double Of(double[,] outputs, int row, long label, ConfidenceKind kind, DecisionRule rule)
    {
        var width = outputs.GetLength(1);
        for (var c = 0; c < width; c++)
            if (!double.IsFinite(outputs[row, c]))
                throw new InvalidOperationException(
                    $"A predictor's outputs must be finite, but output {c} of example {row} is "
                        + $"{Identity.Description.Number(outputs[row, c])}; the training diverged."
                );
        if (width == 1)
            return OfOne(outputs[row, 0], label, kind, rule);
        return kind switch
        {
            ConfidenceKind.Logits => outputs[row, label] - LogSumOfOthers(outputs, row, label, width),
            ConfidenceKind.Probabilities => OfProbabilities(outputs, row, label, width),
            _ => outputs[row, label] - LargestOther(outputs, row, label, width),
        };
    }

    private static double OfOne(double output, long label, ConfidenceKind kind, DecisionRule rule)
    {
        if (kind == ConfidenceKind.Margin && rule == DecisionRule.NearestLabel)
            return -Math.Abs(output - label);
        if (kind == ConfidenceKind.Probabilities)
            throw new InvalidOperationException(
                "Probabilities must be one for each class, but there is one output for all; say that it is a margin."
            );
        // One logit is that of class 1 against class 0.
        return label > 0 ? output : -output;
    }

    private static double LargestOther(double[,] outputs, int row, long label, int width)
    {
        var largest = double.NegativeInfinity;
        for (var c = 0; c < width; c++)
            if (c != label)
                largest = Math.Max(largest, outputs[row, c]);
        return largest;
    }

    private static double LogSumOfOthers(double[,] outputs, int row, long label, int width)
    {
        var largest = LargestOther(outputs, row, label, width);
        var sum = 0.0;
        for (var c = 0; c < width; c++)
            if (c != label)
                sum += Math.Exp(outputs[row, c] - largest);
        return largest + Math.Log(sum);
    }

    private static double OfProbabilities(double[,] outputs, int row, long label, int width)
    {
        double others = 0,
            least = 0;
        for (var c = 0; c < width; c++)
        {
            least = Math.Min(least, outputs[row, c]);
            others += c == label ? 0 : outputs[row, c];
        }

        var own = outputs[row, label];
        if (least < 0 || Math.Abs(own + others - 1) > ProbabilityRows.SumTolerance)
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Probabilities must be at least 0 and sum to 1, but those of example {row} sum to {own + others:R} and the least is "
                ) + FormattableString.Invariant($"{least:R}; say what the outputs are (SubsetRunOptions.Confidence).")
            );
        return Math.Log(Math.Max(own, LeastProbability) / Math.Max(others, LeastProbability));
    }
}
