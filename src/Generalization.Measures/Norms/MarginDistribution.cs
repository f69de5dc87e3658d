using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Files;
using Generalization.Learning;

namespace Generalization.Measures.Norms;

/// <summary>The margins of a data set's examples: (output of the label − largest other output) / normalizer. Relative, and not
/// predictive.</summary>
/// <remarks>With the product of a network's spectral norms as normalizer it is the normalized margin: a training on random labels shifts
/// the distribution to 0 against one on true labels of the same network. It compares trainings of one architecture and foretells no error.
/// Source: Bartlett et al. 2017, whose norms of the inputs and further factors are left out, since they are the same for one architecture
/// and data set.</remarks>
public sealed record MarginDistribution
{
    private readonly double[] sorted;

    private MarginDistribution(double[] values, double normalizer)
    {
        sorted = [.. values];
        Array.Sort(sorted);
        (Values, Normalizer) = ([.. values], normalizer);
    }

    /// <summary>The margins, in the data's order; negative where another class is larger.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>What they were divided by.</summary>
    public double Normalizer { get; }

    /// <summary>The mean margin.</summary>
    public double Mean => sorted.Average();

    /// <summary>The share of examples whose margin is not above 0, in 0..1.</summary>
    public double ShareNotPositive => (double)sorted.Count(m => !(m > 0)) / sorted.Length;

    /// <summary>The margins of a predictor's outputs.</summary>
    /// <param name="predictor">The predictor, with an output for each class.</param>
    /// <param name="data">The examples, with the labels to be measured against.</param>
    /// <param name="normalizer">What margins are divided by, positive and finite, for example <see cref="NetworkNorms.SpectralProduct"/>.
    /// Default: 1.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer than two outputs, or fewer than classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The normalizer is not positive and finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MarginDistribution Of(IPredictor predictor, Dataset data, double normalizer = 1, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(data);
        CheckNormalizer(normalizer);
        CheckOutputs(predictor.OutputCount);
        return Of(predictor.Predict(data, token), data.Labels, normalizer);
    }

    /// <summary>The margins of outputs.</summary>
    /// <param name="outputs">(n, k), k at least 2, n at least 1.</param>
    /// <param name="labels">n labels, in 0 … k − 1.</param>
    /// <param name="normalizer">What margins are divided by, positive and finite. Default: 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are fewer than two outputs or no example, or a label has no
    /// output.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The normalizer is not positive and finite.</exception>
    public static MarginDistribution Of(double[,] outputs, ReadOnlySpan<long> labels, double normalizer = 1)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        CheckNormalizer(normalizer);
        var (n, k) = (outputs.GetLength(0), outputs.GetLength(1));
        CheckOutputs(k);
        if (n != labels.Length || n == 0)
            throw new ArgumentException(
                $"There must be a label for each row of outputs and at least one, but there are {n} rows and {labels.Length} labels.",
                nameof(labels)
            );
        var margins = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (labels[i] < 0 || labels[i] >= k)
                throw new ArgumentException(
                    $"A label must have an output, one of 0 to {k - 1}, but that of row {i} is {labels[i]}.",
                    nameof(labels)
                );
            var other = double.NegativeInfinity;
            for (var c = 0; c < k; c++)
                if (c != labels[i])
                    other = Math.Max(other, outputs[i, c]);
            margins[i] = (outputs[i, labels[i]] - other) / normalizer;
        }

        return new MarginDistribution(margins, normalizer);
    }

    /// <summary>A quantile, linear between the margins in order: the q(n − 1)-th from 0.</summary>
    /// <param name="q">Which, in [0, 1]: 0.5 is the median.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public double Quantile(double q)
    {
        if (q is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(q),
                string.Create(CultureInfo.InvariantCulture, $"A quantile must lie in [0, 1], but was {q}.")
            );
        var place = q * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    /// <summary>A table of quantiles: quantile, margin.</summary>
    /// <param name="quantiles">Which, in [0, 1].</param>
    public string ToCsv(params IEnumerable<double> quantiles) =>
        Csv.Text("quantile,margin", quantiles.Select(q => new object?[] { q, Quantile(q) }));

    private static void CheckNormalizer(double normalizer)
    {
        if (!(normalizer > 0 && double.IsFinite(normalizer)))
            throw new ArgumentOutOfRangeException(
                nameof(normalizer),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Margins must be divided by a positive, finite number, but it was {normalizer}."
                )
            );
    }

    private static void CheckOutputs(int count)
    {
        if (count < 2)
            throw new ArgumentException($"A margin is between at least 2 outputs, but there is {count}; give an output for each class.");
    }
}
