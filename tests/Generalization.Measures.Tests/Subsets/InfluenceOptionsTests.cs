using Generalization.Measures.Subsets;

namespace Generalization.Tests.Measures.Subsets;

public class InfluenceOptionsTests
{
    [Fact]
    public void What_is_published_is_the_default() =>
        new InfluenceOptions()
            .Should()
            .Be(
                new InfluenceOptions
                {
                    LeastMemorization = 0.25,
                    LeastInfluence = 0.15,
                    Most = 1000,
                }
            );

    [Fact]
    public void Values_outside_their_range_are_refused()
    {
        new Action(() => _ = new InfluenceOptions { LeastInfluence = 1.5 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("LeastInfluence must lie in [-1, 1], but was 1.5.*");
        new Action(() => _ = new InfluenceOptions { LeastMemorization = double.NaN })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("LeastMemorization must lie in [-1, 1], but was NaN.*");
        new Action(() => _ = new InfluenceOptions { Most = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Most must be at least 1, but was 0.*");
        new Action(() => _ = new SubsetRunOptions { AtOnce = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("AtOnce must lie in [1, 1024], but was 0.*");
    }
}
