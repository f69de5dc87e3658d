using System.Collections.Immutable;
using Generalization.Measures.Subsets;

namespace Generalization.Measures.Membership;

/// <summary>LiRA: says "member" where an example's φ is more likely among the runs with it than among those without it.</summary>
/// <remarks>Score = log N(φ; μ_in, σ_in²) − log N(φ; μ_out, σ_out²), each example with its own means from the other runs; the target run is
/// left out of everything that it is judged by. Few runs give poor variances, so that the pooled ones are used: the mean of the examples'
/// own. No deviation is taken below a hundredth of the pooled one, nor below 10⁻⁶. An example without enough other runs in an arm is not
/// judged. Source: Carlini et al. 2022, the online attack.</remarks>
public static class LikelihoodRatioAttack
{
    /// <summary>The runs in an arm from which an example's own variance is used: 32.</summary>
    public const int EnoughForOwnVariance = 32;

    private const double LeastVariance = 1e-12,
        LeastShareOfPooled = 1e-4;

    /// <summary>Attacks each run in turn with the others; reads all runs twice.</summary>
    /// <param name="runs">The runs, at least three, with confidences.</param>
    /// <param name="options">How. Default: all runs of the design's only fraction.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The runs kept no confidence, or are too few, or the design has several fractions and none is
    /// named.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MembershipResult Of(SubsetRuns runs, MembershipOptions? options = null, CancellationToken token = default)
    {
        options ??= new();
        var numbers = AttackInput.Runs(runs, options, 3);
        var (inside, outside) = (new ConfidenceMoments(runs.TrainCount), new ConfidenceMoments(runs.TrainCount));
        foreach (var run in runs.Read(numbers, token))
        {
            var members = runs.Members(run.Number);
            for (var i = 0; i < members.Length; i++)
                (members[i] ? inside : outside).Add(i, run.TrainConfidence[i]);
        }

        return AttackSummary.Of("likelihood-ratio", Targets(runs, numbers, inside, outside, options, token));
    }

    private static IEnumerable<TargetScores> Targets(
        SubsetRuns runs,
        ImmutableArray<int> numbers,
        ConfidenceMoments inside,
        ConfidenceMoments outside,
        MembershipOptions options,
        CancellationToken token
    )
    {
        foreach (var run in runs.Read(numbers.Take(options.MostTargets), token))
        {
            var members = runs.Members(run.Number);
            var pooledIn = Pooled(inside, run.TrainConfidence, members, true);
            var pooledOut = Pooled(outside, run.TrainConfidence, members, false);
            var scores = new double[members.Length];
            for (var i = 0; i < scores.Length; i++)
            {
                double phi = run.TrainConfidence[i];
                var own = inside.Of(i, members[i] ? phi : null);
                var others = outside.Of(i, members[i] ? null : phi);
                var isOwn = IsOwn(options.Variance, own.Count, others.Count);
                scores[i] = LogLikelihood(phi, own, pooledIn, isOwn) - LogLikelihood(phi, others, pooledOut, isOwn);
            }

            yield return TargetScores.Of(scores, members);
        }
    }

    // Without the target run, as everything that it is judged by.
    private static double Pooled(ConfidenceMoments moments, ImmutableArray<float> target, bool[] members, bool ofMembers)
    {
        var (deviations, freedom) = (0.0, 0L);
        for (var i = 0; i < members.Length; i++)
        {
            var (count, _, own) = moments.Of(i, members[i] == ofMembers ? target[i] : null);
            (deviations, freedom) = (deviations + own, freedom + Math.Max(0, count - 1));
        }

        return freedom == 0 ? double.NaN : deviations / freedom;
    }

    private static bool IsOwn(VarianceRule rule, int inside, int outside) =>
        rule == VarianceRule.PerExample || (rule == VarianceRule.Automatic && Math.Min(inside, outside) >= EnoughForOwnVariance);

    private static double LogLikelihood(double phi, (int Count, double Mean, double Deviations) arm, double pooled, bool isOwn)
    {
        if (arm.Count < (isOwn ? 2 : 1))
            return double.NaN;
        var variance = isOwn ? arm.Deviations / (arm.Count - 1) : pooled;
        variance = Math.Max(variance, Math.Max(LeastVariance, LeastShareOfPooled * pooled));
        var distance = phi - arm.Mean;
        return -0.5 * (Math.Log(variance) + distance * distance / variance);
    }
}
