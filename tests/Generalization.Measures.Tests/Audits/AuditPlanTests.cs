using Generalization.Measures.Audits;

namespace Generalization.Tests.Measures.Audits;

public class AuditPlanTests
{
    [Theory]
    [InlineData(AuditTier.Quick, 0, 0)]
    [InlineData(AuditTier.Medium, 43, 24)]
    [InlineData(AuditTier.Full, 233, 200)]
    public void Tiers_say_how_much_is_trained(AuditTier tier, int trainings, int subsets)
    {
        var plan = AuditPlan.For(tier, 5);
        (plan.Trainings, plan.Subsets).Should().Be((trainings, subsets));
    }

    [Fact]
    public void A_budget_is_never_exceeded_and_labels_come_first()
    {
        for (var n = 0; n < 400; n++)
        {
            var plan = AuditPlan.Within(n, 5);
            plan.Trainings.Should().BeLessThanOrEqualTo(n);
            if (n >= 6)
                plan.Folds.Should().Be(5);
            plan.Subsets.Should().Match(s => s == 0 || s >= 16);
        }

        AuditPlan.Within(1000, 5).Subsets.Should().Be(200);
    }
}
