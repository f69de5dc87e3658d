using System.Globalization;
using Generalization.Data;
using Generalization.Kernels.Regression;
using Generalization.Learning;
using Generalization.Measures.Complexity;
using Generalization.Measures.Membership;
using Generalization.Measures.Subsets;
using Generalization.Threading;

namespace Generalization.Measures.Audits;

/// <summary>Memorization, influence and membership: exactly for a kernel, else by trainings on random subsets.</summary>
internal sealed class AuditSubsets(
    Audit audit,
    ILearner learner,
    TrainTestData data,
    AuditPlan plan,
    AuditFolder folder,
    AuditCosts costs,
    IProgress<LearningProgress>? progress,
    CancellationToken token
)
{
    private const double Memorized = 0.25,
        PublishedInfluence = 0.15;
    private const int MostListed = 200,
        MostTargets = 32;

    public SubsetFindings Run(IPredictor? whole) =>
        whole is IKernelPredictor { Fit.LeaveOneOut: not null } kernel ? costs.Of(AuditQuestion.WhichExamples, 0, () => Exactly(kernel))
        : plan.Subsets >= AuditPlan.LeastSubsets ? costs.Of(AuditQuestion.WhichExamples, plan.Subsets, Train)
        : SubsetFindings.None;

    private SubsetFindings Exactly(IKernelPredictor kernel)
    {
        var memorization = KernelMemorization.Of(kernel, data.Train);
        // Of those that are memorized, the ones that all others are surest to be something else.
        var most = Enumerable
            .Range(0, data.Train.Count)
            .Where(i => memorization.Scores[i] > 0)
            .OrderBy(i => memorization.Margins[i])
            .Take(MostListed)
            .Select(i => new MemorizedExample(i, memorization.Scores[i], null));
        return new(
            new("by leaving each example out of the kernel, exactly", memorization.Mean, memorization.ShareAbove25, 1, [.. most]),
            null,
            null
        );
    }

    private SubsetFindings Train()
    {
        var heard = progress is null
            ? null
            : new SynchronousProgress<SubsetProgress>(at => progress.Report(new("trainings on subsets", at.Done, at.Count)));
        var options = new SubsetRunOptions
        {
            Folder = folder.Of("subsets"),
            AtOnce = audit.AtOnce,
            Learner = folder.Words,
        };
        var design = new SubsetDesign(audit.Seed, plan.Subsets);
        var runs = new SubsetRunner(learner, data.Train, data.Test, design, options).Run(heard, token);
        var tally = SubsetTally.Of(runs, token);
        MemorizationScore[] scores = [.. MemorizationScores.Of(tally).Where(m => !double.IsNaN(m.Score))];
        if (scores.Length == 0)
            return SubsetFindings.None;
        // Few runs leave an example out, so that the score alone often reaches the limit by chance.
        MemorizationScore[] memorized = [.. scores.Where(m => m.Low >= Memorized)];
        var most = memorized
            .OrderByDescending(m => m.Score)
            .Take(MostListed)
            .Select(m => new MemorizedExample(m.Position, m.Score, m.StandardError));
        var how = string.Create(CultureInfo.InvariantCulture, $"by {plan.Subsets} trainings, each on a random 70 % of the examples");
        return new(
            new(
                how,
                Estimate.OfMean([.. scores.Select(m => m.Score)]).Within(-1, 1),
                Estimate.OfShare(memorized.Length, scores.Length),
                plan.Subsets,
                [.. most]
            ),
            InfluencePairs.Of(
                tally,
                new InfluenceOptions { LeastInfluence = LeastInfluence(plan.Subsets), Most = MostListed },
                null,
                token
            ),
            LikelihoodRatioAttack.Of(runs, new MembershipOptions { MostTargets = MostTargets }, token)
        );
    }

    // Three standard errors of a share of one half: with few runs the published threshold is within chance.
    private static double LeastInfluence(int runs)
    {
        const double fraction = SubsetDesign.UsualFraction;
        return Math.Clamp(1.5 * Math.Sqrt(1 / (fraction * runs) + 1 / ((1 - fraction) * runs)), PublishedInfluence, 0.95);
    }
}
