using System.Text.Json;
using Generalization.Measures;
using Generalization.Measures.Audits;

namespace Generalization.Tests.Measures.Audits;

public class CleaningEffectTests
{
    [Fact]
    public void Both_trainings_are_compared_on_the_same_test_examples()
    {
        bool[] before = [true, true, true, false, false, false, false, false];
        bool[] after = [true, true, false, true, true, true, true, false];
        var effect = CleaningEffect.Of(3, before, after);
        (effect.Removed, effect.OnlyBefore, effect.OnlyAfter).Should().Be((3, 1, 4));
        (effect.Before, effect.After).Should().Be((Estimate.OfShare(5, 8), Estimate.OfShare(2, 8)));
        effect.PValue.Should().Be(McNemar.PValue(1, 4));
        effect.Differs.Should().BeFalse();
    }

    [Fact]
    public void A_difference_may_be_sure_though_the_intervals_meet()
    {
        // Of 1,000 examples 78 are wrong by both, 2 by the second alone and 22 by the first alone.
        var effect = CleaningEffect.Of(
            50,
            [.. Enumerable.Range(0, 1000).Select(i => i >= 100)],
            [.. Enumerable.Range(0, 1000).Select(i => i >= 78 && i is not (998 or 999))]
        );
        effect.After.High.Should().BeGreaterThan(effect.Before.Low, "the test needs intervals that meet");
        effect.Differs.Should().BeTrue();
    }

    [Fact]
    public void Results_of_earlier_versions_are_read_and_judged_by_their_intervals()
    {
        const string kept = """
            {"Removed":5,"Before":{"Value":0.5,"StandardError":0.05,"Low":0.4,"High":0.6,"Count":100},
            "After":{"Value":0.3,"StandardError":0.05,"Low":0.2,"High":0.39,"Count":100}}
            """;
        var effect = JsonSerializer.Deserialize<CleaningEffect>(kept)!;
        (effect.OnlyBefore, effect.OnlyAfter, effect.PValue, effect.Differs).Should().Be((null, null, null, true));
        JsonSerializer
            .Deserialize<CleaningEffect>(JsonSerializer.Serialize(effect with { OnlyBefore = 1, OnlyAfter = 4 }))!
            .PValue.Should()
            .Be(McNemar.PValue(1, 4));
    }
}
