using Generalization.Measures.Membership;

namespace Generalization.Tests.Measures.Membership;

public class MembershipOptionsTests
{
    [Fact]
    public void Values_outside_their_range_are_refused()
    {
        new Action(() => _ = new MembershipOptions { MostTargets = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("MostTargets must be at least 1, but was 0.*");
        new Action(() => _ = new MembershipOptions { Variance = (VarianceRule)7 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Variance must be one of Automatic, PerExample, Pooled, but was 7.*");
    }
}
