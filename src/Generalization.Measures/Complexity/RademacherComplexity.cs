using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Randomness;

namespace Generalization.Measures.Complexity;

/// <summary>The empirical Rademacher complexity of a learner: how well it fits labels that are drawn at random.</summary>
/// <remarks>
/// <para>R̂ₙ = E_σ sup_h (1/n) Σ σᵢ h(xᵢ), with the h that the learner fits to σ in place of the best one: the mean over draws of
/// 2·accuracy − 1. It is a lower bound where the optimizer stops early, and exact where every labeling is fitted. For k classes labels are
/// drawn uniformly, and accuracy is counted from chance: (accuracy − 1/k) / (1 − 1/k), which is 1 where all are fitted, 0 on average for
/// what does not look at the labels, and for k = 2 the same. So it lies in [−1/(k − 1), 1], and so do the ends of its interval.</para>
/// <para>A learner that is linear in its targets (<see cref="IHatTrace"/>) also has real outputs h = Hσ, whose correlation with σ is
/// tr(H)/n on average, exactly, for targets that are signs or one column for each class.</para>
/// <para>Labels are keyed by (seed, draw, index of the example). Every draw is fitted with the same seed. Source: section 2.2.</para>
/// </remarks>
public static class RademacherComplexity
{
    /// <summary>Draws labelings and fits them.</summary>
    /// <param name="learner">The learner; <see cref="ILearner.FitAll"/> fits several labelings, so that a kernel is factorized
    /// once.</param>
    /// <param name="train">The examples; their labels are not looked at.</param>
    /// <param name="seed">Decides the labels, and everything random in the learner.</param>
    /// <param name="options">How many draws, of how many classes. Default: 5 draws of signs.</param>
    /// <param name="earlier">Draws that were made before, which are not made again; those beyond the number of draws are left out. Default:
    /// none.</param>
    /// <param name="finished">Hears of each draw when it is made, for a caller that stores them. Default: none.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early; what <paramref name="finished"/> has heard of need not be done again.</param>
    /// <exception cref="ArgumentException">An earlier draw is of something else or stands twice, or the learner cannot take such
    /// data.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RademacherResult Measure(
        ILearner learner,
        Dataset train,
        ulong seed,
        RademacherOptions? options = null,
        IReadOnlyList<RademacherDraw>? earlier = null,
        Action<RademacherDraw>? finished = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new RademacherOptions();
        var of =
            $"{options.ClassCount} classes, seed {seed}, {learner.Name} on {train.Count} examples of {train.Name}, {train.ContentHash}";
        var draws = new EarlierDraws<RademacherDraw>(earlier, draw => draw.Of, draw => draw.Index, of, options.Draws);
        var missing = draws.Missing;
        var atOnce = options.DrawsAtOnce ?? (learner is IHatTrace ? Math.Max(missing.Length, 1) : 1);
        foreach (var some in missing.Chunk(atOnce))
        {
            token.ThrowIfCancellationRequested();
            Dataset[] labelings = [.. some.Select(draw => Labeling(train, options.ClassCount, seed, draw))];
            var heard = PrefixedProgress.Of(progress, $"draw {some[0] + 1} of {options.Draws}");
            foreach (var made in Fit(learner, labelings, some, seed, of, heard, token))
            {
                draws.Add(made);
                finished?.Invoke(made);
            }
        }

        return Summary(draws.All, options.ClassCount, train.Count);
    }

    private static RademacherResult Summary(ImmutableArray<RademacherDraw> draws, int k, int examples)
    {
        double[] correlations = [.. draws.Select(draw => draw.Correlation).OfType<double>()];
        return new(
            Estimate.OfMean([.. draws.Select(draw => (draw.Accuracy - 1.0 / k) / (1 - 1.0 / k))]).Within(-1.0 / (k - 1), 1),
            k,
            examples,
            correlations.Length == draws.Length ? Estimate.OfMean(correlations) : null,
            draws[0].ExpectedCorrelation,
            draws
        );
    }

    private static IEnumerable<RademacherDraw> Fit(
        ILearner learner,
        Dataset[] labelings,
        int[] draws,
        ulong seed,
        string of,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        var signs = labelings[0].ClassCount == 2;
        var traced =
            signs && learner is IHatTrace linear
                ? linear.FitAllWithTrace(labelings, seed, progress, token)
                : new TracedFits(learner.FitAll(labelings, seed, progress, token), null);
        var made = new List<RademacherDraw>();
        try
        {
            for (var i = 0; i < labelings.Length; i++)
            {
                var (predictor, data) = (traced.Predictors[i], labelings[i]);
                var outputs = Outputs(predictor, data, token);
                var classes = Classification.Classes(outputs, predictor.Rule, data.ClassCount);
                made.Add(
                    new(
                        of,
                        draws[i],
                        Share(classes, data.Labels),
                        signs && learner is IHatTrace ? Correlation(outputs, predictor.Rule, data.Labels) : null,
                        traced.HatTrace / data.Count
                    )
                );
            }
        }
        finally
        {
            foreach (var predictor in traced.Predictors)
                predictor.Dispose();
        }

        return made;
    }

    // A kernel's certificate holds what it says of its training points, from rows computed anew; else they are predicted.
    private static double[,] Outputs(IPredictor predictor, Dataset data, CancellationToken token) =>
        predictor is IKernelPredictor { Fit: var fit } && fit.CheckedRows.Length == data.Count
            ? fit.Fitted
            : predictor.Predict(data, token);

    private static double Share(long[] classes, ReadOnlySpan<long> labels)
    {
        var right = 0;
        for (var i = 0; i < classes.Length; i++)
            right += classes[i] == labels[i] ? 1 : 0;
        return (double)right / classes.Length;
    }

    // σ is −1 for class 0 and 1 for class 1: what one output says, or the difference of two; a label's own output goes from 0 to 1.
    private static double? Correlation(double[,] outputs, DecisionRule rule, ReadOnlySpan<long> labels)
    {
        var width = outputs.GetLength(1);
        if (width > 2)
            return null;
        double sum = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var h =
                width == 2 ? outputs[i, 1] - outputs[i, 0]
                : rule == DecisionRule.Sign ? outputs[i, 0]
                : 2 * outputs[i, 0] - 1;
            sum += labels[i] == 1 ? h : -h;
        }

        return sum / labels.Length;
    }

    private static Dataset Labeling(Dataset train, int k, ulong seed, int draw)
    {
        var key = new RandomKey(seed, RandomPurpose.RademacherLabels);
        var labels = new long[train.Count];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = key.Stream(train.Indices[i], (uint)draw).NextInt32(k);
        return Dataset.FromSource(
            train.Name,
            train.Split,
            train.Pixels,
            labels,
            Enumerable.Range(0, k).Select(c => $"{c}"),
            $"random labels of {k} classes, draw {draw} of seed {seed}"
        );
    }
}
