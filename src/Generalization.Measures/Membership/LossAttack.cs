using Generalization.Measures.Subsets;

namespace Generalization.Measures.Membership;

/// <summary>Says "member" where the loss is below one threshold for all examples.</summary>
/// <remarks>The cross-entropy is log(1 + exp(−φ)), which falls as φ rises, so that its thresholds are φ's. Where runs kept margins, the
/// threshold is on the margin. Source: Yeom et al. 2018.</remarks>
public static class LossAttack
{
    /// <summary>Attacks each run in turn.</summary>
    /// <param name="runs">The runs, with confidences.</param>
    /// <param name="options">How. Default: all runs of the design's only fraction.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The runs kept no confidence, or the design has several fractions and none is
    /// named.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MembershipResult Of(SubsetRuns runs, MembershipOptions? options = null, CancellationToken token = default)
    {
        options ??= new();
        var numbers = AttackInput.Runs(runs, options, 1);
        return AttackSummary.Of(
            "loss",
            runs.Read(numbers.Take(options.MostTargets), token)
                .Select(run => TargetScores.Of([.. run.TrainConfidence], runs.Members(run.Number)))
        );
    }
}
