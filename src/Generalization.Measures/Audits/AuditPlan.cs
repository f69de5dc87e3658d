using System.Globalization;
using Generalization.Learning;

namespace Generalization.Measures.Audits;

/// <summary>How many trainings each part of an audit makes.</summary>
/// <param name="Folds">K of the K-fold, 0 for none.</param>
/// <param name="Draws">Random labelings that are fitted, 0 for none.</param>
/// <param name="StabilityDraws">Examples that are replaced, for true and for random labels each; 0 for none.</param>
/// <param name="Subsets">Trainings on random subsets of 70 %, 0 for none.</param>
/// <param name="Cleaned">Whether it trains once more without the labels that look wrong.</param>
public sealed record AuditPlan(int Folds, int Draws, int StabilityDraws, int Subsets, bool Cleaned)
{
    /// <summary>Fewer subsets tell nothing of a single example.</summary>
    internal const int LeastSubsets = 16;

    /// <summary>The most examples that any plan replaces.</summary>
    internal const int MostStabilityDraws = 5;
    private const int MostSubsets = 200,
        WatchedAndWhole = 2;

    /// <summary>The trainings besides the first, at most: what a learner gives for nothing is not trained for.</summary>
    public int Trainings => Folds + Draws + (StabilityDraws > 0 ? 2 * (1 + 2 * StabilityDraws) : 0) + Subsets + (Cleaned ? 1 : 0);

    /// <summary>The plan of a tier.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="folds">K, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tier.</exception>
    public static AuditPlan For(AuditTier tier, int folds) =>
        tier switch
        {
            AuditTier.Quick => new(0, 0, 0, 0, false),
            AuditTier.Medium => new(folds, 3, 2, 24, true),
            AuditTier.Full => new(folds, 5, MostStabilityDraws, MostSubsets, true),
            _ => throw new ArgumentOutOfRangeException(nameof(tier), $"A tier must be one of {nameof(AuditTier)}, but was {tier}."),
        };

    /// <summary>What so many trainings are best used for: labels first, then random labels, subsets and stability.</summary>
    /// <param name="trainings">The trainings that there is time for, besides the first.</param>
    /// <param name="folds">K, at least 2.</param>
    public static AuditPlan Within(int trainings, int folds)
    {
        var left = trainings;
        int Take(int wanted, int least)
        {
            var taken =
                left >= wanted ? wanted
                : left >= least ? left
                : 0;
            left -= taken;
            return taken;
        }

        left -= Math.Min(left, WatchedAndWhole - 1);
        var kFold = Take(folds, folds);
        var cleaned = kFold > 0 && Take(1, 1) == 1;
        var draws = Take(3, 1);
        var stability = left >= LeastSubsets + 10 ? Take(10, 10) / 5 : 0;
        return new(kFold, draws, stability, Take(MostSubsets, LeastSubsets), cleaned);
    }

    /// <summary>The plan without what is to be had for nothing: a kernel that leaves each example out needs no folds to judge labels, and
    /// no subsets to tell what it memorized itself.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="judge">Who looks for labels that look wrong.</param>
    internal AuditPlan For(ILearner learner, ILearner judge) =>
        this with
        {
            Folds = Audit.LeavesOneOut(judge) ? 0 : Folds,
            Subsets = Audit.LeavesOneOut(learner) ? 0 : Subsets,
        };

    /// <summary>The plan in words.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Folds} folds, {Draws} random labelings, {StabilityDraws} replaced examples, {Subsets} subsets"
        );
}
