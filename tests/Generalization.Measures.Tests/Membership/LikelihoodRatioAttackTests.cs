using System.Runtime.InteropServices;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Learning;
using Generalization.Measures.Membership;
using Generalization.Measures.Subsets;
using Generalization.Randomness;
using Generalization.Tests.Support;
using MathNet.Numerics.Distributions;

namespace Generalization.Tests.Measures.Membership;

public class LikelihoodRatioAttackTests
{
    private const double Shift = 2;

    /// <summary>φ is N(a + 2, 1) in and N(a, 1) out, where a, the example's own, is N(0, 2²). The likelihood ratio takes a away:
    /// the rate is Φ(2 + Φ⁻¹(α)), the area Φ(2/√2). One threshold for all sees deviations of √5.</summary>
    [Fact]
    public void Hand_made_gaussians_are_told_as_well_as_they_can_be()
    {
        var runs = Gaussians(2000, 150, spread: 2);
        var ratio = LikelihoodRatioAttack.Of(runs, new() { Variance = VarianceRule.Pooled });
        ratio.Area.Value.Should().BeApproximately(Normal.CDF(0, 1, Shift / Math.Sqrt(2)), 0.005);
        ratio.AtOnePercent!.Value.Should().BeApproximately(Normal.CDF(0, 1, Shift + Normal.InvCDF(0, 1, 0.01)), 0.02);
        ratio.AtOnePerMille.Should().BeNull();
        ratio.WhyNot.Should().Be("A rate at 0.1 % false positives needs at least 10,000 non-members, but a run has 600.");
        (ratio.Members, ratio.NonMembers, ratio.Targets, ratio.Attack).Should().Be((1400, 600, 150, "likelihood-ratio"));
        ratio.Curve[^1].Should().Be(new RocPoint(1, 1));
        ratio.Curve.Should().BeInAscendingOrder(p => p.FalsePositives).And.BeInAscendingOrder(p => p.TruePositives);

        var loss = LossAttack.Of(runs);
        loss.Area.Value.Should().BeApproximately(Normal.CDF(0, 1, Shift / Math.Sqrt(2) / Math.Sqrt(5)), 0.01);
        loss.AtOnePercent!.Value.Should().BeApproximately(Normal.CDF(0, 1, Shift / Math.Sqrt(5) + Normal.InvCDF(0, 1, 0.01)), 0.02);

        // Own variances of some 40 runs cost a little, and those of every rule tell.
        var own = LikelihoodRatioAttack.Of(runs);
        own.Area.Value.Should().BeInRange(ratio.Area.Value - 0.02, ratio.Area.Value + 0.005);
    }

    /// <summary>At 0.1 %, with as many non-members as it takes: Φ(2 + Φ⁻¹(0.001)) = 0.138.</summary>
    [Fact]
    public void A_rate_of_one_per_mille_is_given_where_it_means_something()
    {
        var ratio = LikelihoodRatioAttack.Of(Gaussians(33_400, 60, spread: 2), new() { Variance = VarianceRule.Pooled, MostTargets = 6 });
        ratio.NonMembers.Should().Be(10_020);
        ratio.WhyNot.Should().BeNull();
        ratio.AtOnePerMille!.Value.Should().BeApproximately(Normal.CDF(0, 1, Shift + Normal.InvCDF(0, 1, 0.001)), 0.02);
    }

    /// <summary>Were the target among the runs that it is judged by, noise alone would look like membership: with 4 runs much so.</summary>
    [Theory]
    [InlineData(4, VarianceRule.Pooled)]
    [InlineData(20, VarianceRule.PerExample)]
    [InlineData(100, VarianceRule.Automatic)]
    public void The_target_is_left_out_of_what_it_is_judged_by(int count, VarianceRule rule)
    {
        var runs = Gaussians(3000, count, spread: 2, shift: 0);
        var ratio = LikelihoodRatioAttack.Of(runs, new() { Variance = rule });
        ratio.Area.Value.Should().BeApproximately(0.5, 4 * ratio.Area.StandardError + 0.002);
    }

    [Fact]
    public void A_learner_that_memorizes_is_attacked_and_one_that_does_not_is_not()
    {
        // Random labels: nothing but the example itself tells its label.
        var data = SimpleLearners.Images(150, 1).Corrupt(new UniformLabelNoise(1), 2).Train;
        var memorizing = Attack(SimpleLearners.NearestNeighbour());
        memorizing.Ratio.Area.Value.Should().BeGreaterThan(0.95);
        memorizing.Loss.Area.Value.Should().BeGreaterThan(0.9);
        var general = Attack(SimpleLearners.NearestMean());
        general.Ratio.Area.Value.Should().BeLessThan(0.75);
        general.Loss.Area.Value.Should().BeLessThan(0.6);
        general.Ratio.AtOnePercent.Should().BeNull();
        general.Ratio.WhyNot.Should().Be("A rate at 1 % false positives needs at least 100 non-members, but a run has 45.");

        (MembershipResult Ratio, MembershipResult Loss) Attack(ILearner learner)
        {
            var runs = new SubsetRunner(learner, data, null, new SubsetDesign(5, 40)).Run();
            return (LikelihoodRatioAttack.Of(runs), LossAttack.Of(runs));
        }
    }

    [Fact]
    public void Runs_that_cannot_tell_are_refused()
    {
        var train = SimpleLearners.Images(20, 1).Train;
        var none = new SubsetRunner(SimpleLearners.NearestMean(), train, null, new(1, 3), new() { Confidence = ConfidenceKind.None }).Run();
        new Action(() => LossAttack.Of(none))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Membership is told by confidences, but the runs kept none; use another ConfidenceKind than None.*");
        new Action(() => LikelihoodRatioAttack.Of(Gaussians(20, 2, 1)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("This attack needs at least 3 runs, but there are 2.*");
        new Action(() => LikelihoodRatioAttack.Of(Gaussians(20, 3, 1), new() { Variance = VarianceRule.PerExample }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Each example must have other runs with it and without it, by which it is judged, but in a target run none of * has; "
                    + "take more runs."
            );
    }

    private static SubsetRuns Gaussians(int count, int runs, double spread, double shift = Shift)
    {
        var train = SimpleLearners.Images(count, 1).Train;
        var design = new SubsetDesign(21, runs);
        var own = new float[count];
        new RandomKey(1, RandomPurpose.Custom).Stream(0).FillGaussian(own);
        return SubsetRuns.Of(design, train, Enumerable.Range(0, runs).Select(Run));

        SubsetRun Run(int number)
        {
            var phi = new float[count];
            new RandomKey(2, RandomPurpose.Custom).Stream(number).FillGaussian(phi);
            for (var i = 0; i < count; i++)
                phi[i] += (float)(spread * own[i]);
            foreach (var position in design.Positions(number, train))
                phi[position] += (float)shift;
            return new(number, [.. new bool[count]], [], ImmutableCollectionsMarshal.AsImmutableArray(phi), [], 0);
        }
    }
}
