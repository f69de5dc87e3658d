using Generalization.Data;
using Generalization.Learning;
using Generalization.Randomness;

namespace Generalization.Measures.Complexity;

/// <summary>Uniform stability, seen by replacing one training example: how much the losses of a learner change, beside what another seed
/// alone changes.</summary>
/// <remarks>
/// <para>For each draw: A(S) and A(S with example i replaced by a fresh one), by the same seed, and
/// |ℓ(A(S), z) − ℓ(A(S′), z)| over points z; and A(S) by this draw's seed against A(S) by the first. The replaced example has its place in
/// S, so that orders and draws of all others stay what they are. 1 + 2 · draws trainings.</para>
/// <para>Uniform stability β is the supremum over all S, i and z: the largest change seen is a lower bound. Losses are 0-1; cross-entropy
/// where outputs are a network's or probabilities; and squared for learners that are linear in their targets. Source: section
/// 2.2.</para>
/// </remarks>
public static class UniformStability
{
    /// <summary>Replaces examples, one at a time.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="data">The training set, the fresh examples and the points.</param>
    /// <param name="seed">Decides which examples are replaced, by which, and the trainings' seeds.</param>
    /// <param name="options">How many draws. Default: 5.</param>
    /// <param name="earlier">Draws that were made before, which are not made again; those beyond the number of draws are left out. Default:
    /// none.</param>
    /// <param name="finished">Hears of each draw when it is made, for a caller that stores them. Default: none.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early; what <paramref name="finished"/> has heard of need not be done again.</param>
    /// <exception cref="ArgumentException">There are fewer fresh or training examples than draws, an earlier draw is of something else or
    /// stands twice, or the learner cannot take such data.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static StabilityResult Measure(
        ILearner learner,
        StabilityData data,
        ulong seed,
        StabilityOptions? options = null,
        IReadOnlyList<StabilityDraw>? earlier = null,
        Action<StabilityDraw>? finished = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new StabilityOptions();
        var (train, fresh, count) = (data.Train, data.Fresh, options.Draws);
        if (fresh.Count < count || train.Count < count)
            throw new ArgumentException(
                $"There must be a training example and a fresh one for each of {count} draws, but there are {train.Count} and "
                    + $"{fresh.Count}; give more, or draw fewer.",
                nameof(data)
            );
        var of =
            $"seed {seed}, {learner.Name} on {train.Count} examples of {train.Name}, {train.ContentHash}, fresh {fresh.ContentHash}, "
            + $"points {data.Points.ContentHash}";
        var draws = new EarlierDraws<StabilityDraw>(earlier, draw => draw.Of, draw => draw.Index, of, count);
        var missing = draws.Missing;
        if (missing.Length > 0)
        {
            // Both are permutations, so that the first draws stay the same when there are more of them.
            var positions = new RandomKey(seed, RandomPurpose.StabilityDraws).Stream(0).Permutation(train.Count);
            var others = new RandomKey(seed, RandomPurpose.StabilityDraws).Stream(1).Permutation(fresh.Count);
            var joined = train.Append(fresh.Select(others.AsSpan(0, count)), "fresh examples appended");
            var first = Fit(train, seed, "first training");
            foreach (var draw in missing)
            {
                var drawn = SeedOf(seed, draw);
                var own = Fit(train, drawn, $"draw {draw + 1} of {count}, as it is");
                var order = Enumerable.Range(0, train.Count).ToArray();
                order[positions[draw]] = train.Count + draw;
                var replaced = Fit(joined.Select(order), drawn, $"draw {draw + 1} of {count}, one replaced");
                var made = new StabilityDraw(
                    of,
                    draw,
                    positions[draw],
                    others[draw],
                    ExampleLosses.Changes(own, replaced),
                    ExampleLosses.Changes(first, own)
                );
                draws.Add(made);
                finished?.Invoke(made);
            }
        }

        var all = draws.All;
        return new(
            StabilityEstimate.Of([.. all.Select(draw => draw.Replaced)]),
            StabilityEstimate.Of([.. all.Select(draw => draw.SeedAlone)]),
            data.Points.Count,
            all
        );

        ExampleLosses Fit(Dataset set, ulong own, string what)
        {
            token.ThrowIfCancellationRequested();
            using var predictor = learner.Fit(set, own, PrefixedProgress.Of(progress, what), token);
            return ExampleLosses.Of(learner, predictor, data.Points, token);
        }
    }

    /// <summary>Measures with the labels as they are, and with labels that are all random; earlier draws may be of either, in any
    /// order.</summary>
    /// <inheritdoc cref="Measure" path="/*[not(self::summary)]"/>
    public static StabilityComparison Compare(
        ILearner learner,
        StabilityData data,
        ulong seed,
        StabilityOptions? options = null,
        IReadOnlyList<StabilityDraw>? earlier = null,
        Action<StabilityDraw>? finished = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        var random = data.WithRandomLabels(seed);
        var hash = random.Train.ContentHash.ToString();
        var parts = (earlier ?? []).ToLookup(draw => draw.Of.Contains(hash, StringComparison.Ordinal));
        return new(
            Measure(learner, data, seed, options, [.. parts[false]], finished, progress, token),
            Measure(learner, random, seed, options, [.. parts[true]], finished, progress, token)
        );
    }

    private static ulong SeedOf(ulong seed, int draw)
    {
        var stream = new RandomKey(seed, RandomPurpose.StabilityDraws, 1).Stream(draw);
        return ((ulong)stream.NextUInt32() << 32) | stream.NextUInt32();
    }
}
