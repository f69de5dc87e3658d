using Generalization.Data;
using Generalization.Measures;
using Generalization.Measures.Audits;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Audits;

public class CostWordsTests
{
    private static readonly TrainTestData Data = SimpleLearners.Images(20, 20);

    private static AuditMeasures Found(CleaningEffect cleaning) =>
        new()
        {
            Fit = new(Estimate.OfShare(1000, 1000), null, "", Estimate.OfShare(900, 1000)),
            Memorization = new("", Estimate.OfMean([0, 0]), Estimate.OfShare(0, 2), 1, []),
            Cleaning = cleaning,
        };

    private static CleaningEffect Effect(int both, int onlyBefore, int onlyAfter) =>
        new(50, Estimate.OfShare(both + onlyAfter, 1000), Estimate.OfShare(both + onlyBefore, 1000))
        {
            OnlyBefore = onlyBefore,
            OnlyAfter = onlyAfter,
        };

    /// <summary>2·P(X ≤ 2) of 24 is 4e-5, and 2·P(X ≤ 8) of 20 is 0.50.</summary>
    [Theory]
    [InlineData(
        78,
        2,
        22,
        "it is wrong on 8 %: 20 % of its errors are gone.",
        "22 are right without them alone and 2 with them alone. Trainings that are equally good differ so much in less than 0.1 % of cases "
            + "(McNemar's exact test), so the difference is hardly chance.",
        "Train without the labels that look wrong, or with them corrected: it pays."
    )]
    [InlineData(
        88,
        8,
        12,
        "it is wrong on 9.6 %: 4 % of its errors are gone, which may be chance.",
        "12 are right without them alone and 8 with them alone. Trainings that are equally good differ so much in 50.3 % of cases "
            + "(McNemar's exact test), so the difference may be chance.",
        "Train without the labels that look wrong once more, with other seeds: here it was better, within chance."
    )]
    [InlineData(
        78,
        22,
        2,
        "it is wrong on 10 %, which is worse.",
        "2 are right without them alone and 22 with them alone. Trainings that are equally good differ so much in less than 0.1 % of cases "
            + "(McNemar's exact test), so the difference is hardly chance.",
        "Do not throw out what looks wrong unseen: without it the test error was no lower, so that hard examples are among it."
    )]
    public void Cleaning_is_judged_by_the_same_test_images(
        int both,
        int onlyBefore,
        int onlyAfter,
        string sentence,
        string detail,
        string advice
    )
    {
        var found = Found(Effect(both, onlyBefore, onlyAfter));
        var answer = new CostWords(found, 1000).Answer();
        answer.Sentence.Should().EndWith($"Trained without the 50 examples whose labels look wrong {sentence}");
        answer.Details.Single().Should().EndWith($"; of the same test images {detail}");
        new AuditAdvice(found, Data, []).Answer().Sentence.Should().Be(advice);
    }

    [Fact]
    public void Numbers_of_earlier_versions_are_judged_by_their_intervals()
    {
        var found = Found(new(50, Estimate.OfShare(100, 1000), Estimate.OfShare(80, 1000)));
        new CostWords(found, 1000).Answer().Details.Single().Should().EndWith("; the intervals meet, so the difference may be chance.");
    }
}
