using Generalization.Data;
using Generalization.Measures.Subsets;

namespace Generalization.Measures.Audits;

/// <summary>Which examples are memorized, in words.</summary>
internal sealed class ExampleWords(AuditMeasures found, Dataset train, AuditTier tier)
{
    private const string Counted =
        "An example counts where its score less two standard errors is at least 0.25, so that more may be memorized.";

    public AuditAnswer Answer()
    {
        List<string> details = [];
        if (found.Order is { } order)
            details.Add(
                $"In the watched training {Words.Percent(order.Examples.UnforgettableShare)} of the examples, once right, were never wrong "
                    + $"again, and {Words.Of(order.Examples.NeverLearnedCount, "example was", "examples were")} never learned."
            );
        if (found.Influence is { } influence)
            details.Add(
                influence.Found == 0
                    ? "No test image was found that is right because of one training image alone."
                    : $"{Words.Of(influence.Found, "pair")} of a test image that is right because of a "
                        + "training image; by chance there would be "
                        + $"about {Words.Count((long)Math.Round(influence.ExpectedByChance))}."
            );
        if (found.Memorization is { } memorized)
        {
            var count = (int)Math.Round(memorized.ShareAbove25.Value * memorized.ShareAbove25.Count);
            return new(
                AuditQuestion.WhichExamples,
                count == 0
                    ? memorized.IsExact
                        ? "None stands out: every example that it gets right it would also get right without having seen it."
                        : "None stands out: of no example is it shown that it gets it right only because it was trained on it."
                    : $"{(memorized.IsExact ? "" : "At least ")}{Words.Of(count, "example")} of {Words.Count(train.Count)} it gets right "
                        + "only because it was trained on them; the most memorized are shown."
            )
            {
                Number = new(memorized.IsExact ? "share that is memorized" : "share that is shown to be memorized", memorized.ShareAbove25),
                Details = [.. details],
                HowSure = memorized.Runs switch
                {
                    1 => "Exact for this kernel and this training set.",
                    < 100 =>
                        $"{memorized.Runs} trainings tell the most memorized from the least; for the score of each example take the full "
                            + $"tier, 200 trainings. {Counted}",
                    _ => FormattableString.Invariant(
                        $"{memorized.Runs} trainings; a score's standard error is at most about {MostStandardError(memorized.Runs):F2}. "
                    ) + Counted,
                },
            };
        }

        return found.Order is not null
            ? new(
                AuditQuestion.WhichExamples,
                "The examples that were learned last, or never, are shown; the history of one training tells no more."
            )
            {
                Details = [.. details],
                HowSure = "A hint: what is learned late is hard or wrongly labelled, and not always memorized.",
            }
            : new(
                AuditQuestion.WhichExamples,
                "Not asked: it takes a network's history, a kernel, or trainings on subsets"
                    + (tier == AuditTier.Quick ? ", and there was one training. Take the medium tier." : ". Take a longer budget.")
            )
            {
                IsAsked = false,
            };
    }

    // Of the difference of two shares, each of them one half, in the trainings with the example and in those without it.
    private static double MostStandardError(int runs)
    {
        const double fraction = SubsetDesign.UsualFraction;
        return 0.5 * Math.Sqrt(1 / (fraction * runs) + 1 / ((1 - fraction) * runs));
    }
}
