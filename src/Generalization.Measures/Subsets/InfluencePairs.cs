using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MathNet.Numerics.Distributions;

namespace Generalization.Measures.Subsets;

/// <summary>Influence of training examples on test examples by trainings on random subsets.</summary>
/// <remarks>infl(i, j) = P(right on test j | i in) − P(right on test j | i out). Source: Feldman and Zhang 2020, who show pairs with
/// mem(i) ≥ 0.25 and infl(i, j) ≥ 0.15.</remarks>
public static class InfluencePairs
{
    private const int TestsAtOnce = 64;

    /// <summary>The pairs of largest influence. Test examples are taken in blocks, side by side; what is held is the tally and the pairs
    /// that are kept.</summary>
    /// <param name="tally">The runs.</param>
    /// <param name="options">Which pairs. Default: as published.</param>
    /// <param name="progress">Hears how many test examples are done. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The design has several fractions and none is named, or not this one.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static InfluenceResult Of(
        SubsetTally tally,
        InfluenceOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(tally);
        options ??= new();
        var memorized = MemorizationScores.Of(tally, options.Fraction).Where(m => m.Score >= options.LeastMemorization).ToArray();
        var kept = new PriorityQueue<InfluencePair, InfluencePair>(Ranking);
        var (found, done) = (0L, 0);
        // Added up in order at the end, whichever block was first.
        var chance = new double[tally.TestCount];
        var merging = new Lock();
        var blocks = (tally.TestCount + TestsAtOnce - 1) / TestsAtOnce;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { CancellationToken = token },
            block =>
            {
                var pairs = new PriorityQueue<InfluencePair, InfluencePair>(Ranking);
                var above = 0L;
                var (first, end) = (block * TestsAtOnce, Math.Min(tally.TestCount, (block + 1) * TestsAtOnce));
                for (var test = first; test < end; test++)
                {
                    above += OfTest(tally, test, memorized, options, pairs);
                    chance[test] = ByChance(tally, test, options) * memorized.Length;
                }

                lock (merging)
                {
                    while (pairs.TryDequeue(out var pair, out _))
                        Keep(kept, pair, options.Most);
                    found += above;
                    progress?.Report(done += end - first);
                }
            }
        );
        var all = new InfluencePair[kept.Count];
        for (var at = all.Length - 1; at >= 0; at--)
            all[at] = kept.Dequeue();
        return new(ImmutableCollectionsMarshal.AsImmutableArray(all), found, (long)memorized.Length * tally.TestCount, chance.Sum());
    }

    /// <summary>The influence of each training example on one test example, in the order of the training set.</summary>
    /// <param name="tally">The runs.</param>
    /// <param name="test">The test example.</param>
    /// <param name="fraction">The runs' fraction. Default: null, the design's only one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such test example.</exception>
    /// <exception cref="ArgumentException">The design has several fractions and none is named, or not this one.</exception>
    public static ImmutableArray<InfluencePair> On(SubsetTally tally, int test, double? fraction = null)
    {
        ArgumentNullException.ThrowIfNull(tally);
        if (test < 0 || test >= tally.TestCount)
            throw new ArgumentOutOfRangeException(
                nameof(test),
                $"A test example must be one of the {tally.TestCount} of the runs, counted from 0, but was {test}."
            );
        return
        [
            .. Enumerable
                .Range(0, tally.TrainCount)
                .Select(i => new InfluencePair(i, test, tally.Test(i, test, fraction), tally.Training(i, fraction).Difference)),
        ];
    }

    // The least worth keeping comes out first.
    private static Comparer<InfluencePair> Ranking { get; } =
        Comparer<InfluencePair>.Create((a, b) => (a.Influence, -a.Test, -a.Train).CompareTo((b.Influence, -b.Test, -b.Train)));

    private static long OfTest(
        SubsetTally tally,
        int test,
        MemorizationScore[] memorized,
        InfluenceOptions options,
        PriorityQueue<InfluencePair, InfluencePair> kept
    )
    {
        var runs = tally.RunsOf(options.Fraction);
        var right = new ulong[runs.Length];
        for (var w = 0; w < right.Length; w++)
            right[w] = tally.TestRight(test)[w] & runs[w];
        var all = RunBits.CountBoth(right, right);
        var found = 0L;
        foreach (var example in memorized)
        {
            var rightIn = RunBits.CountBoth(tally.Members(example.Position), right);
            var counts = new ArmCounts(rightIn, example.Counts.In, all - rightIn, example.Counts.Out);
            if (!(counts.Difference >= options.LeastInfluence))
                continue;
            found++;
            Keep(kept, new(example.Position, test, counts, example.Score), options.Most);
        }

        return found;
    }

    // Were the runs dealt anew, the difference would scatter with the variance of both arms around 0.
    private static double ByChance(SubsetTally tally, int test, InfluenceOptions options)
    {
        var runs = tally.RunsOf(options.Fraction);
        double count = RunBits.CountBoth(runs, runs);
        if (count == 0)
            return 0;
        var share = tally.Design.Fractions[SubsetRuns.IndexOf(tally.Design, options.Fraction)];
        var p = RunBits.CountBoth(tally.TestRight(test), runs) / count;
        var deviation = Math.Sqrt(p * (1 - p) / (count * share * (1 - share)));
        return deviation == 0 ? (options.LeastInfluence <= 0 ? 1 : 0) : Normal.CDF(0, deviation, -options.LeastInfluence);
    }

    private static void Keep(PriorityQueue<InfluencePair, InfluencePair> kept, InfluencePair pair, int most)
    {
        if (kept.Count < most)
            kept.Enqueue(pair, pair);
        else
            kept.EnqueueDequeue(pair, pair);
    }
}
