using System.Collections.Immutable;
using Generalization.Measures.Probabilities;

namespace Generalization.Measures.LabelErrors;

/// <summary>Confident learning: which labels look wrong by probabilities out of sample.</summary>
/// <remarks>
/// <para>Three ways to flag, all from the <see cref="ConfidentJoint"/>, by which each label says who flags it:
/// <see cref="LabelMethods.ConfidentLearning"/> takes what the joint counts off its diagonal; <see cref="LabelMethods.PruneByClass"/> takes
/// of each label as many examples as are wrong by the calibrated joint, those of the smallest p_y;
/// <see cref="LabelMethods.PruneByNoiseRate"/> takes of each label y and each class j as many as the calibrated joint says, those of the
/// largest p_j − p_y. Counts differ since the last two scale to all examples, and the first counts the confident ones alone.</para>
/// <para>Pruning by both leaves the fewest and the surest. Source: Northcutt, Jiang and Chuang 2021.</para>
/// </remarks>
/// <param name="Joint">The confident joint.</param>
/// <param name="Scores">A score for each example, by position.</param>
/// <param name="InSample">Whether the probabilities are suspected to be in sample.</param>
public sealed record ConfidentLearning(ConfidentJoint Joint, ImmutableArray<LabelScore> Scores, InSampleCheck InSample)
{
    /// <summary>Looks for label errors.</summary>
    /// <param name="table">The probabilities, out of sample, and the given labels.</param>
    /// <param name="rank">What labels are ranked by. Default: the normalized margin.</param>
    public static ConfidentLearning Of(ProbabilityTable table, LabelRank rank = LabelRank.NormalizedMargin)
    {
        ArgumentNullException.ThrowIfNull(table);
        var joint = ConfidentJoint.Of(table);
        var pruning = new Pruning(table, joint);
        var (byClass, byNoiseRate) = (pruning.ByClass(), pruning.ByNoiseRate());
        var scores = ImmutableArray.CreateBuilder<LabelScore>(table.Count);
        for (var i = 0; i < table.Count; i++)
        {
            var (given, confident) = (table.Labels[i], joint.Classes[i]);
            var off = confident >= 0 && confident != given;
            var flags =
                (off ? LabelMethods.ConfidentLearning : 0)
                | (byNoiseRate[i] ? LabelMethods.PruneByNoiseRate : 0)
                | (byClass[i] ? LabelMethods.PruneByClass : 0);
            scores.Add(
                new(i, given, off ? confident : table.Predicted(i), LabelQuality.Suspicion(table, i, rank), flags)
                {
                    SelfConfidence = LabelQuality.SelfConfidence(table, i),
                    NormalizedMargin = LabelQuality.NormalizedMargin(table, i),
                }
            );
        }

        return new(joint, scores.MoveToImmutable(), InSampleCheck.Of(table));
    }

    /// <summary>The labels that all of these flag, the most suspicious first; for those that any of several flags, see
    /// <see cref="LabelCut"/>.</summary>
    /// <param name="by">Who. Default: confident learning, off the diagonal.</param>
    public LabelIssues Issues(LabelMethods by = LabelMethods.ConfidentLearning) => LabelIssues.Of(Scores, new LabelCut { AllOf = by });
}
