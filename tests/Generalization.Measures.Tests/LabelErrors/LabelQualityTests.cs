using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.LabelErrors;

public class LabelQualityTests
{
    private static readonly ProbabilityTable Table = ProbabilityTable.Of(
        new[,]
        {
            { 0.5, 0.25, 0.25 },
            { 0.75, 0.25, 0 },
            { 0, 1, 0 },
            { 0.5, 0.5, 0 },
        },
        [0, 1, 2, 2]
    );

    [Fact]
    public void Margins_and_self_confidence_are_of_the_given_label()
    {
        Enumerable.Range(0, 4).Select(i => LabelQuality.SelfConfidence(Table, i)).Should().Equal(0.5, 0.25, 0, 0);
        Enumerable.Range(0, 4).Select(i => LabelQuality.NormalizedMargin(Table, i)).Should().Equal(0.25, -0.5, -1, -0.5);
    }

    [Fact]
    public void Entropy_is_over_log_k_and_self_confidence()
    {
        LabelQuality.EntropyWeighted(Table, 0).Should().BeApproximately(1.5 * Math.Log(2) / Math.Log(3) / 0.5, 1e-12);
        LabelQuality.EntropyWeighted(Table, 2).Should().Be(0);
        LabelQuality.EntropyWeighted(Table, 3).Should().Be(double.PositiveInfinity);
    }

    [Fact]
    public void A_rank_that_is_none_is_refused() =>
        new Action(() => LabelQuality.Suspicion(Table, 0, (LabelRank)9))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A rank must be one of LabelRank, but was 9.*");
}
